-- 0035 figures: how the shop does and how it is doing, from its own rows. Who shopped is nobody's business here: carts are counted by day.
set local role sensasiwangi_owner;

create table collected_carts (
    day date primary key,
    carts integer not null constraint collected_carts_are_counted check (carts >= 0),
    checkouts integer not null constraint collected_checkouts_are_counted check (checkouts >= 0)
);
comment on table collected_carts is 'How many carts begun on a day (WIB) were forgotten unordered, and how many checkouts last begun on it.';
select make_private('collected_carts');
create statistics days_of_orders on ((created_at at time zone 'Asia/Jakarta')::date) from orders; -- so that days are summed without sorting all orders
create index payment_proofs_by_creation on payment_proofs (created_at) include (order_id);
create index checkouts_by_beginning on checkouts (begun_at);
create index stock_corrections on stock_ledger (created_at) include (product_id, on_hand_change) where kind in ('count', 'correction', 'damage', 'console');

-- Purpose: a cart that is forgotten unordered stays a number of the day it was begun, its checkout of the day that was.
-- Locks: the days' rows, in order. Errors: none. Called by: trigger on carts.
create function count_collected_cart() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    insert into collected_carts as c (day, carts, checkouts)
    select (d.at at time zone 'Asia/Jakarta')::date as day, sum(d.carts), sum(d.checkouts)
    from (
        select old.created_at as at, 1 as carts, 0 as checkouts
        union all
        select begun_at, 0, 1 from checkouts where cart_id = old.id) d
    group by 1 order by 1
    on conflict (day) do update set carts = c.carts + excluded.carts, checkouts = c.checkouts + excluded.checkouts;
    return old;
end
$$;
create trigger count_collected_cart before delete on carts for each row when (old.status = 'open') execute function count_collected_cart();

-- Purpose: carts begun between two moments, and checkouts last begun then (as an order counts when it is placed), left unordered for an hour, by day
-- (WIB); also those forgotten meanwhile. Visitors' carts that a member took over are not counted.
-- Locks: none. Errors: none. Called by: the desk's figures, shop_facts.
create function abandoned_carts(p_begins timestamptz, p_ends timestamptz) returns table (day date, carts integer, checkouts integer)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select d.day, sum(d.carts)::integer, sum(d.checkouts)::integer
    from (
        select (c.created_at at time zone 'Asia/Jakarta')::date as day, 1 as carts, 0 as checkouts
        from carts c left join checkouts k on k.cart_id = c.id
        where c.status = 'open' and c.created_at >= p_begins and c.created_at < p_ends
            and greatest(c.updated_at, k.begun_at, k.updated_at) < app_now() - interval '1 hour'
        union all
        select (k.begun_at at time zone 'Asia/Jakarta')::date, 0, 1
        from checkouts k join carts c on c.id = k.cart_id
        where c.status = 'open' and k.begun_at >= p_begins and k.begun_at < p_ends
            and greatest(c.updated_at, k.begun_at, k.updated_at) < app_now() - interval '1 hour'
        union all
        select f.day, f.carts, f.checkouts from collected_carts f
        where f.day >= (p_begins at time zone 'Asia/Jakarta')::date and f.day < (p_ends at time zone 'Asia/Jakarta')::date) d
    group by d.day
$$;

-- Purpose: what tells whether all is well, as numbers by name and label: holds and orders by state, the worker's lag, the audit, connections.
-- Each part stays on an index of what is open; of what ended only the last days count.
-- Locks: none. Errors: none. Called by: GET /metrics, the desk's health page.
create function shop_facts() returns table (name text, label text, value double precision)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select 'orders', status, count(*)::double precision from orders where status in ('awaiting_quote', 'paid', 'processing') group by status
    union all
    select 'orders', 'awaiting_payment', count(*) from orders where status = 'awaiting_payment'
    union all
    select 'orders', status, count(*) from orders where status in ('shipped', 'delivered') group by status
    union all
    select 'orders', status, count(*) from orders
    where status in ('completed', 'cancelled', 'expired') and created_at > app_now() - interval '7 days' and not is_test group by status
    union all
    select 'holds', 'live', count(*) from stock_holds where state = 'held' and (expires_at is null or expires_at > app_now())
    union all
    select 'holds', 'overdue', count(*) from stock_holds where state = 'held' and expires_at < app_now() - interval '10 minutes'
    union all
    select 'overdue_orders', '', count(*) from orders
    where status = 'awaiting_payment' and payment_status in ('unpaid', 'failed') and payment_due_at < app_now() - interval '10 minutes'
    union all
    select 'job_lag_seconds', kind, extract(epoch from app_now() - min(run_at)) from jobs where parked_at is null and run_at <= app_now() group by kind
    union all
    select 'jobs_parked', '', count(*) from jobs where parked_at is not null
    union all
    select 'mails_unsent', '', count(*) from jobs where kind = 'send_mail'
    union all
    select * from (
        select unnest(array['audit_broken', 'audit_age_seconds']), '', unnest(array[broken, extract(epoch from app_now() - at)])
        from audit_runs where id = (select max(id) from audit_runs)) last_audit
    union all
    select 'checkouts', 'abandoned', coalesce(sum(checkouts), 0) from abandoned_carts(app_now() - interval '7 hours', app_now() - interval '1 hour')
    union all
    select 'checkouts', 'ordered', count(*) from orders
    where created_at > app_now() - interval '7 hours' and created_at <= app_now() - interval '1 hour' and not is_test
    union all
    select 'switch_turned', 'checkout', (not checkout)::integer from shop_switches()
    union all
    select 'switch_turned', 'readonly', readonly::integer from shop_switches()
    union all
    select 'connections', 'open', numbackends from pg_stat_database where datname = current_database()
    union all
    select 'connections', 'allowed', current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
$$;

revoke execute on all functions in schema public from public;
grant execute on function shop_facts() to sensasiwangi_worker, sensasiwangi_desk;
grant execute on function abandoned_carts(timestamptz, timestamptz) to sensasiwangi_desk;
reset role;
