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
select write_mail(%(event_key)s, %(recipient)s, %(subject)s, %(body)s);

-- name: was_sent
select mail_was_sent(%(mail_id)s);
