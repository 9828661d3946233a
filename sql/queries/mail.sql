-- What mail is written from, and what is sent.

-- name: event
select
    e.id, e.order_id, e.kind, e.from_value, e.to_value, e.reason, split_part(e.actor, ':', 1) as actor_kind,
    e.is_undo or coalesce(n.is_undo, false) as is_taken_back, n.id is not null as is_superseded,
    s.kind as last_slip, s.amount as last_amount, s.slips, p.status as last_proof, p.refusal
from order_events e
left join lateral (select id, is_undo from order_events where order_id = e.order_id and kind = e.kind and id > e.id order by id limit 1) n on true
left join lateral (
    select kind, amount, count(*) over ()::integer as slips from payments where order_id = e.order_id order by id desc limit 1) s on true
left join lateral (select status, refusal from payment_proofs where order_id = e.order_id order by created_at desc, id limit 1) p on true
where e.id = %(event_id)s;

-- name: welcomed
select full_name, email from customers where id = %(customer_id)s and email not like '%%@invalid';

-- name: mail
select id, event_key, recipient, subject, body, html, created_at, sent_at from mail_outbox where id = %(mail_id)s;

-- name: write_order_mail
select write_order_mail(%(event_key)s, %(order_id)s, %(subject)s, %(body)s, %(html)s);

-- name: write_mail
select write_mail(%(event_key)s, %(recipient)s, %(subject)s, %(body)s, %(html)s);

-- name: was_sent
select mail_was_sent(%(mail_id)s);

-- name: staff
select id, full_name, email from staff where removed_at is null order by email;

-- name: waiting
select queue, count(*)::integer as orders, (count(*) filter (where due_at < app_now()))::integer as late from work_queue() group by queue;

-- name: day
select
    (select count(*) from orders where created_at >= d.from_at and created_at < d.until_at and not is_test)::integer as orders,
    (select count(*) from payments where kind = 'payment' and created_at >= d.from_at and created_at < d.until_at)::integer as payments,
    (select coalesce(sum(case when kind in ('payment', 'refund_undone') then amount else -amount end), 0)
        from payments where created_at >= d.from_at and created_at < d.until_at)::bigint as money,
    (select count(*) from order_events where kind = 'status' and to_value = 'shipped' and created_at >= d.from_at and created_at < d.until_at)::integer as shipped,
    (select count(*) from stock_levels() where looks_low and is_low)::integer as low,
    (select count(*) from jobs where parked_at is not null)::integer as parked,
    coalesce((select broken from audit_runs order by id desc limit 1), 0) as broken
from (values (
    (%(day)s::date - 1)::timestamp at time zone 'Asia/Jakarta', %(day)s::date::timestamp at time zone 'Asia/Jakarta')) as d (from_at, until_at);

-- name: low_stock
select s.name, s.available, s.low_stock_threshold from low_stock_notices n join stock_levels() s on s.product_id = n.product_id
where n.notice = %(notice)s order by s.available, s.sort_name limit 50;

-- name: audit_run
select at, broken from audit_runs where id = %(run_id)s;

-- name: broken
select d.promise, count(*)::integer as times from audit_runs r cross join jsonb_to_recordset(r.details) as d (promise text)
where r.id = %(run_id)s group by d.promise order by d.promise;

-- name: endpoint
select address, disabled_at, disabled_because, version from webhook_endpoints where id = %(endpoint_id)s::uuid and disabled_at is not null;
