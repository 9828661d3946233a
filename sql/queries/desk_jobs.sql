-- What the worker has to do and could not, as staff see it.

-- name: parked
select
    j.id, j.kind, j.failures, j.last_error, j.created_at, j.parked_at, o.id as order_id, o.order_number, m.subject as mail_subject, m.recipient
from jobs j
left join mail_outbox m on m.id = case when j.kind = 'send_mail' then j.subject::uuid end
left join order_events e on e.id = case when j.kind = 'order_mail' then j.subject::bigint end
left join orders o on o.id = coalesce(m.order_id, e.order_id)
where j.parked_at is not null
order by j.parked_at desc, j.id
limit 200;

-- name: waiting
select count(*)::integer as due, min(run_at) as since, (select count(*) from jobs where parked_at is null and failures > 0)::integer as failing
from jobs where parked_at is null and run_at <= app_now();

-- name: retry
select retry_job(%(job_id)s);
