-- Requests for deletion at the desk.

-- name: requests
select id, full_name, email, deletion_requested_at as asked_at, deletion_requested_at + interval '72 hours' as due_at,
    extract(epoch from deletion_requested_at + interval '72 hours' - app_now())::integer as seconds_left, running_orders(id) as running
from customers
where deletion_requested_at is not null and deleted_at is null
order by deletion_requested_at, id limit 200;

-- name: carried_out
select id, deletion_requested_at as asked_at, deleted_at from customers where deleted_at is not null order by deleted_at desc limit 20;
