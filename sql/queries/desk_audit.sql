-- The runs of the audit, and what the last one found.

-- name: runs
select r.id, r.at, r.broken, coalesce(s.full_name, split_part(r.actor, ':', 1)) as who, r.at < app_now() - interval '15 minutes' as is_old
from audit_runs r left join staff s on 'staff:' || s.id = r.actor
order by r.id desc
limit %(most)s;

-- name: broken
select d.promise, d.subject, d.expected, d.found, p.name as product_name, o.order_number
from audit_runs r
cross join jsonb_to_recordset(r.details) as d (promise text, subject uuid, expected bigint, found bigint)
left join products p on p.id = d.subject
left join orders o on o.id = d.subject
where r.id = (select max(id) from audit_runs)
order by d.promise, d.subject;

-- name: run
select run_audit();
