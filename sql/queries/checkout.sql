-- What the checkout asks and does. The owner is the transaction's cart and customer; row-level security sees to it.

-- name: progress
select
    c.id as cart_id,
    c.version as cart_version,
    k.address,
    k.shipping_option,
    o.name as shipping_name,
    o.cost as shipping_amount,
    k.payment_method,
    coalesce(k.hold_renewals, 0) as hold_renewals,
    h.until as held_until,
    extract(epoch from h.until - app_now())::integer as seconds_held,
    (select coalesce(sum(i.quantity), 0)::integer from cart_items i where i.cart_id = c.id) as item_count
from carts c
left join checkouts k on k.cart_id = c.id
left join shipping_options o on o.code = k.shipping_option
cross join lateral (select cart_held_until() as until offset 0) h
where c.id = current_cart_id();

-- name: quote
select
    q.id,
    q.subtotal_amount,
    q.shipping_amount,
    q.discount_amount,
    q.unique_code,
    q.total_amount,
    q.bank_account,
    q.expires_at,
    q.expires_at <= app_now() or q.cart_version <> c.version or c.status <> 'open'
        or q.address is distinct from k.address or q.shipping_option is distinct from k.shipping_option
        or q.payment_method is distinct from k.payment_method
        or exists (
            select from quote_lines n join marketplace_listings l using (product_id)
            where n.quote_id = q.id and n.unit_price <> l.list_price) as outdated,
    (
        select jsonb_object_agg(n.product_id, jsonb_build_object('quantity', n.quantity, 'unit_price', n.unit_price))
        from quote_lines n where n.quote_id = q.id) as lines
from quotes q
join carts c on c.id = q.cart_id
left join checkouts k on k.cart_id = q.cart_id
where q.id = coalesce(%(quote_id)s, (
    select latest.id from quotes latest where latest.cart_id = current_cart_id() order by latest.created_at desc limit 1));

-- name: shipping_options
select code, name, explanation, cost from shipping_options where active order by sort_order, code;

-- name: start
select product_id, wanted, available from start_checkout();

-- name: renew_hold
select product_id, wanted, available from renew_hold();

-- name: choose_address
select choose_address(%(address)s, %(save)s);

-- name: choose_shipping
select choose_shipping(%(option)s);

-- name: choose_payment
select choose_payment(%(method)s, %(bank_account)s);

-- name: renew_quote
select renew_quote();

-- name: place
select order_id, order_number, replayed from place_order(%(quote_id)s, make_interval(hours => %(payment_term_hours)s));
