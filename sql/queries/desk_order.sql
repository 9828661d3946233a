-- One order as staff see it, and what they do to it.

-- name: about
select
    k.id as customer_id, k.full_name as customer_name, k.email as customer_email, k.phone_number as customer_phone,
    (select count(*) from orders x where x.customer_id = o.customer_id)::integer as orders_of_customer,
    array(select t.to_status from order_transitions t where t.from_status = o.status and not t.is_undo) as next_statuses,
    case when c.expires_at > app_now() then s.full_name end as holder, case when c.expires_at > app_now() then c.staff_id end as holder_id,
    case when c.expires_at > app_now() then c.expires_at end as held_until,
    (select w.reason from cancellation_wishes w where w.order_id = o.id and w.resolved_at is null) as wish,
    u.kind as undo_kind, u.seconds_left as undo_seconds
from orders o
join customers k on k.id = o.customer_id
left join order_claims c on c.order_id = o.id
left join staff s on s.id = c.staff_id
left join undoable_action(o.id) u on true
where o.id = %(order_id)s;

-- name: proofs
select id, content_type, status, refusal, created_at, content is not null as is_kept from payment_proofs where order_id = %(order_id)s order by created_at desc, id;

-- name: proof
select content_type, content from payment_proofs where id = %(proof_id)s and content is not null;

-- name: payments
select p.kind, p.amount, p.reason, coalesce(s.full_name, split_part(p.actor, ':', 1)) as who, p.created_at
from payments p left join staff s on 'staff:' || s.id = p.actor
where p.order_id = %(order_id)s order by p.id;

-- name: timeline
select kind, from_value, to_value, reason, actor_kind, created_at, staff_name, is_public, order_version
from (
    select
        e.id, e.kind, e.from_value, e.to_value, e.reason, split_part(e.actor, ':', 1) as actor_kind, e.created_at, s.full_name as staff_name,
        e.is_public, e.order_version
    from order_events e left join staff s on 'staff:' || s.id = e.actor
    where e.order_id = %(order_id)s
    union all
    select null, case when sent_at is null then 'mail' else 'mail_sent' end, null, subject, '', 'worker', coalesce(sent_at, created_at), null, false, null
    from mail_outbox where order_id = %(order_id)s
) as told
order by created_at desc, id desc;

-- name: audit
select a.at, coalesce(s.full_name, split_part(a.actor, ':', 1)) as who, a.action, a.table_name, a.before, a.after, a.request_id
from audit_trail a left join staff s on 'staff:' || s.id = a.actor
where a.order_id = %(order_id)s
order by a.id desc
limit 200;

-- name: instead
select p.id as product_id, p.name
from marketplace_listings l join products p on p.id = l.product_id
where l.status = 'active' and exists (
    select from orders o where o.id = %(order_id)s and o.status in ('expired', 'cancelled') and o.paid_amount > o.refunded_amount)
order by p.name, p.id
limit %(most)s;

-- name: quote_shipping
select quote_shipping(%(order_id)s, %(version)s, %(courier)s, %(service)s, %(cost)s);

-- name: record_payment
select record_payment(%(order_id)s, %(version)s, %(amount)s, %(reason)s);

-- name: record_refund
select record_refund(%(order_id)s, %(version)s, %(amount)s, %(reason)s);

-- name: refuse_proof
select refuse_proof(%(order_id)s, %(version)s, %(proof_id)s, %(reason)s);

-- name: advance
select advance_order(%(order_id)s, %(version)s, %(status)s, %(reason)s);

-- name: ship
select ship_order(%(order_id)s, %(version)s, %(courier)s, %(tracking_number)s);

-- name: resolve_wish
select resolve_wish(%(order_id)s, %(version)s, %(is_granted)s, %(reason)s);

-- name: revive
select revive_order(%(order_id)s, %(version)s, %(replacements)s, %(reason)s);

-- name: add_note
select add_note(%(order_id)s, %(text)s);

-- name: undo
select undo_last(%(order_id)s, %(version)s);
