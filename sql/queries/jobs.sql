-- What the worker has to do.

-- name: claim
select id, kind, subject, claims, failures, created_at from claim_job(%(kinds)s, %(lease)s);

-- name: finish
select finish_job(%(id)s, %(claim)s);

-- name: fail
select fail_job(%(id)s, %(claim)s, %(error)s, %(is_final)s);
