-- Changing an order before it is paid.

-- name: lines
select
    i.product_id, i.product_name as name, i.quantity, i.unit_price, e.kept as wanted, i.quantity - e.kept as given_back, i.unit_price * e.kept as line_total
from order_items i
cross join lateral (
    select greatest(0, least(i.quantity, coalesce((%(quantities)s::jsonb ->> i.product_id::text)::integer, i.quantity))) as kept) e
where i.order_id = %(order_id)s
order by i.product_name, i.product_id;

-- name: sums
select
    o.subtotal_amount, o.total_amount, n.subtotal as new_subtotal, n.subtotal - o.subtotal_amount as difference,
    n.subtotal + coalesce(o.shipping_amount, 0) - o.discount_amount + o.unique_code as new_total, n.pieces
from orders o
cross join lateral (
    select
        coalesce(sum(i.unit_price * e.kept), 0)::bigint as subtotal, coalesce(sum(e.kept), 0)::integer as pieces
    from order_items i
    cross join lateral (
        select greatest(0, least(i.quantity, coalesce((%(quantities)s::jsonb ->> i.product_id::text)::integer, i.quantity))) as kept) e
    where i.order_id = o.id) n
where o.id = %(order_id)s;

-- name: edit
select edit_order(%(order_id)s, %(version)s, %(quantities)s, %(address)s, %(reason)s);
