-- What waits for the desk.

-- name: counts
select queue, count(*)::integer as orders, count(*) filter (where due_at < (select app_now()))::integer as late from work_queue() group by queue
union all
select 'stock', count(*)::integer, count(*) filter (where available <= 0)::integer from stock_levels() where looks_low and is_low
union all
select 'audit', broken, broken from audit_runs where id = (select max(id) from audit_runs)
union all
select 'webhook', count(*)::integer, 0 from webhook_endpoints where disabled_at is not null;

-- name: waiting
select
    q.queue, o.id, o.order_number, o.status, o.payment_status, o.recipient_name, o.city_name, o.courier, o.shipping_service,
    o.total_amount, o.paid_amount, o.refunded_amount, q.since, q.due_at, q.due_at < app_now() as is_late,
    extract(epoch from app_now() - q.since)::integer as seconds_waiting,
    case when c.expires_at > app_now() then s.full_name end as holder, case when c.expires_at > app_now() then c.staff_id end as holder_id,
    f.first_item, f.pieces
from (select * from work_queue() where %(queue)s = '' or queue = %(queue)s order by due_at, order_id limit %(most)s) q
join orders o on o.id = q.order_id
left join order_claims c on c.order_id = o.id
left join staff s on s.id = c.staff_id
cross join lateral (select min(i.product_name) as first_item, sum(i.quantity)::integer as pieces from order_items i where i.order_id = o.id) f
order by q.due_at, o.id;

-- name: claim
select claim_order(%(order_id)s, %(take_over)s);

-- name: claim_next
select claim_next(%(queue)s);

-- name: release
select release_claim(%(order_id)s);
