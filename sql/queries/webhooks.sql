-- What is sent to whom, as the worker asks.

-- name: delivery
select
    d.id, d.status, e.id as event_id, e.type, e.data, e.created_at, w.address, w.is_on, w.secret,
    case when w.earlier_until > app_now() then w.earlier_secret end as earlier_secret, app_now() as now
from webhook_deliveries d
join webhook_events e on e.id = d.event_id
join webhook_endpoints w on w.id = d.endpoint_id
where d.id = %(delivery_id)s;

-- name: succeeded
select delivery_succeeded(%(delivery_id)s, %(status)s, %(excerpt)s);

-- name: failed
select delivery_failed(%(delivery_id)s, %(job_id)s, %(status)s, %(excerpt)s);

-- name: dropped
select delivery_dropped(%(delivery_id)s, %(is_gone)s, %(excerpt)s);
