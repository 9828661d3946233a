-- What a shopper may read of their orders and do to them. Row-level security keeps it to their own.

-- name: order
select
    o.id, o.order_number, o.status, o.payment_status, o.version, o.created_at, o.payment_due_at,
    extract(epoch from o.payment_due_at - app_now())::integer as seconds_to_pay,
    o.subtotal_amount, o.shipping_amount, o.discount_amount, o.unique_code, o.total_amount, o.paid_amount, o.refunded_amount,
    o.payment_method, o.bank_account, s.name as shipping_name, o.courier, o.shipping_service, o.tracking_number,
    o.recipient_name, o.phone_number, o.province_name, o.city_name, o.district_name, o.subdistrict_name,
    o.postal_code, o.address_line, o.additional_info,
    (select count(*) from payment_proofs p where p.order_id = o.id)::integer as proof_count,
    exists (select from cancellation_wishes w where w.order_id = o.id and w.resolved_at is null) as wants_to_cancel
from orders o
join shipping_options s on s.code = o.shipping_option
where o.id = %(order_id)s;

-- name: items
select i.product_id, l.slug, i.product_name as name, p.picture_key, i.quantity, i.unit_price, i.quantity * i.unit_price as line_total
from order_items i
join marketplace_listings l using (product_id)
join products p on p.id = i.product_id
where i.order_id = %(order_id)s
order by i.product_name, i.product_id;

-- name: timeline
select kind, from_value, to_value, reason, split_part(actor, ':', 1) as actor_kind, created_at
from order_events
where order_id = %(order_id)s
order by id desc;

-- name: history
select
    o.id, o.order_number, o.status, o.payment_status, o.created_at, o.payment_due_at, o.total_amount, o.shipping_amount,
    f.product_name as first_item, f.picture_key, f.others
from orders o
cross join lateral (
    select
        (array_agg(i.product_name order by i.product_name))[1] as product_name,
        (array_agg(p.picture_key order by i.product_name))[1] as picture_key,
        (count(*) - 1)::integer as others
    from order_items i join products p on p.id = i.product_id where i.order_id = o.id) f
where o.status = any (%(statuses)s)
order by o.created_at desc, o.id
limit %(page_size)s offset %(passed_over)s;

-- name: history_counts
select status, count(*)::integer as orders from orders group by status;

-- name: accept_quote
select accept_shipping_quote(%(order_id)s, %(version)s, make_interval(hours => %(payment_term_hours)s));

-- name: cancel
select cancel_own_order(%(order_id)s, %(version)s, %(reason)s);

-- name: wish_cancellation
select wish_cancellation(%(order_id)s, %(version)s, %(reason)s);

-- name: submit_proof
select submit_payment_proof(%(order_id)s, %(content_type)s, %(content)s);

-- name: received
select confirm_received(%(order_id)s, %(version)s);
