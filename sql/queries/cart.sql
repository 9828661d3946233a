-- The shopper's open cart; row-level security knows whose it is.

-- name: badge
select coalesce(sum(quantity), 0)::integer from cart_items where cart_id = current_cart_id();

-- name: lines
select
    i.product_id,
    l.slug,
    p.name,
    b.name as brand_name,
    p.picture_key,
    i.quantity,
    l.list_price as unit_price,
    i.quantity * l.list_price as line_total,
    nullif(i.seen_price, l.list_price) as seen_price,
    s.available,
    s.held_until,
    case when l.status <> 'active' then 'gone' when i.quantity > s.available then 'short' else '' end as problem
from cart_items i
join marketplace_listings l using (product_id)
join products p on p.id = i.product_id
join brands b on b.id = p.brand_id
join stock_views(array(select product_id from cart_items where cart_id = current_cart_id())) s using (product_id)
where i.cart_id = current_cart_id()
order by i.added_at, i.product_id;

-- name: listing
select
    l.product_id,
    p.name,
    l.status = 'active' as for_sale,
    s.available,
    coalesce((select i.quantity from cart_items i where i.cart_id = current_cart_id() and i.product_id = l.product_id), 0) as in_cart
from marketplace_listings l
join products p on p.id = l.product_id
join stock_views(array[%(product_id)s::uuid]) s using (product_id)
where l.product_id = %(product_id)s;

-- name: add
select add_to_cart_once(%(product_id)s, %(quantity)s, %(key)s);

-- name: change
select set_cart_quantity(%(product_id)s, %(quantity)s);

-- name: remove
select remove_from_cart(%(product_id)s);
