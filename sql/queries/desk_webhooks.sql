-- Webhooks at the desk.

-- name: endpoints
select
    w.id, w.address, w.events, w.is_on, case when w.earlier_until > app_now() then w.earlier_until end as earlier_until,
    w.failing_since, w.disabled_at, w.disabled_because, w.version, coalesce((
        select coalesce(s.full_name, split_part(a.actor, ':', 1)) from audit_trail a left join staff s on 'staff:' || s.id = a.actor
        where a.table_name = 'webhook_endpoints' and a.row_key = w.id::text order by a.id desc limit 1), '') as who,
    (count(d.id) filter (where d.status = 'delivered'))::integer as delivered,
    (count(d.id) filter (where d.status = 'parked'))::integer as parked,
    (count(d.id) filter (where d.status in ('waiting', 'retrying')))::integer as waiting
from webhook_endpoints w
left join webhook_deliveries d on d.endpoint_id = w.id
where w.id = coalesce(%(endpoint_id)s::uuid, w.id)
group by w.id
order by w.address;

-- name: deliveries
select
    d.id, e.id as event_id, e.type, coalesce(e.data -> 'order' ->> 'number', e.data -> 'listing' ->> 'name', '') as about, e.data, d.status, d.tries,
    d.response_status, d.excerpt, d.created_at, d.attempted_at,
    case when d.status in ('waiting', 'retrying') then (
        select j.run_at from jobs j where j.kind = 'webhook' and j.subject = d.id::text and j.parked_at is null) end as next_at
from webhook_deliveries d
join webhook_events e on e.id = d.event_id
where d.endpoint_id = %(endpoint_id)s
order by d.id desc
limit 100;

-- name: save
select save_endpoint(%(endpoint_id)s, %(version)s, %(address)s, %(events)s, %(is_on)s, %(secret)s);

-- name: rotate
select rotate_endpoint_secret(%(endpoint_id)s, %(version)s, %(secret)s);

-- name: replay
select replay_delivery(%(delivery_id)s);
