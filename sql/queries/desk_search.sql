-- Finding orders.

-- name: found
select
    f.is_exact, f.similar_words, o.id, o.order_number, o.status, o.payment_status, o.version, o.recipient_name, o.phone_number, o.city_name,
    o.total_amount, o.paid_amount, o.refunded_amount, o.courier, o.tracking_number, o.created_at
from find_orders(
    row(%(query)s, %(exact)s, %(words)s, %(place)s, %(status)s, %(payment_status)s, %(since)s, %(until)s,
        %(product)s, %(after_exact)s, %(after_at)s, %(after_id)s)::order_filter, %(count)s) f
join orders o on o.id = f.order_id
order by f.is_exact desc, o.created_at desc, o.id desc
limit %(count)s;

-- name: exported
select
    f.is_exact, o.id, o.order_number, o.created_at, o.status, o.payment_status, k.full_name, k.email, o.recipient_name, o.phone_number,
    o.address_line, o.subdistrict_name, o.district_name, o.city_name, o.province_name, o.postal_code, o.courier, o.shipping_service, o.tracking_number,
    o.subtotal_amount, o.shipping_amount, o.discount_amount, o.unique_code, o.total_amount, o.paid_amount, o.refunded_amount, (
        select string_agg(i.quantity || ' x ' || i.product_name, '; ' order by i.product_name, i.product_id) from order_items i where i.order_id = o.id) as goods
from find_orders(
    row(%(query)s, %(exact)s, %(words)s, %(place)s, %(status)s, %(payment_status)s, %(since)s, %(until)s,
        %(product)s, %(after_exact)s, %(after_at)s, %(after_id)s)::order_filter, %(count)s) f
join orders o on o.id = f.order_id
join customers k on k.id = o.customer_id
order by f.is_exact desc, o.created_at desc, o.id desc
limit %(count)s;

-- name: goods
select l.slug, p.name from marketplace_listings l join products p on p.id = l.product_id
where l.status <> 'draft' order by l.published_at desc, l.product_id limit %(most)s;

-- name: chosen
select
    o.id, o.order_number, o.status, o.payment_status, o.version, o.recipient_name, o.paid_amount, o.refunded_amount,
    array(select t.to_status from order_transitions t where t.from_status = o.status and not t.is_undo) as next_statuses,
    case when c.staff_id <> current_staff_id() and c.expires_at > app_now() then s.full_name end as holder
from orders o left join order_claims c on c.order_id = o.id left join staff s on s.id = c.staff_id
where o.id = any (%(order_ids)s)
order by o.created_at desc, o.id desc;
