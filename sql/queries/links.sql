-- What a signed link to an order opens. Without `enter` before them in the transaction, the queries of orders find nothing by it.

-- name: glimpse
select * from order_behind_link(%(order_id)s);

-- name: prove
select prove_order_link(%(order_id)s, %(digits)s);

-- name: enter
select enter_order_link(%(order_id)s, %(proven_until)s);
