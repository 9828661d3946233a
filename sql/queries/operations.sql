-- What operators ask and do: readiness, the schema, the audit, sweeping, staff, the sample shop.

-- name: readiness
select
    coalesce((select max(version) from public.schema_migrations), 0) as version,
    (select count(*) from public.schema_migrations) as migrations,
    (select count(*) from stock_holds where state = 'held' and expires_at < app_now() - interval '10 minutes') as overdue_holds,
    broken_promises() as broken_promises;

-- name: schema
select coalesce(max(version), 0) as version, count(*) as migrations from public.schema_migrations;

-- name: stock_audit
select promise, subject, expected, found from stock_audit();

-- name: expire_holds
select expire_holds(%(most)s);

-- name: expire_orders
select expire_orders(%(most)s);

-- name: index_orders
select index_orders(%(most)s);

-- name: remind_orders
select remind_orders(%(most)s);

-- name: complete_orders
select complete_orders(%(most)s);

-- name: collect_carts
select collect_carts(%(most)s);

-- name: carry_out_deletions
select carry_out_deletions(%(most)s);

-- name: run_audit
select run_audit();

-- name: notice_low_stock
select notice_low_stock();

-- name: begin_digest
select begin_digest();

-- name: forget_events
select forget_events(%(most)s);

-- name: create_staff
insert into staff (email, full_name, role, password_hash)
values (%(email)s, %(full_name)s, %(role)s, %(password_hash)s)
on conflict (email) do update
set full_name = excluded.full_name, role = excluded.role, password_hash = excluded.password_hash, removed_at = null
returning id;

-- name: create_member
insert into customers (email, full_name, phone_number, password_hash)
values (%(email)s, %(full_name)s, %(phone_number)s, %(password_hash)s)
on conflict (email) do nothing;

-- name: become_owner
select set_config('role', 'sensasiwangi_owner', true);

-- name: count_listings
select count(*) from marketplace_listings;

-- name: wanted_listings
select set_config('seed.listings', %(count)s, true);

-- name: count_orders
select count(*) from orders;

-- name: wanted_orders
select set_config('seed.orders', %(count)s, true);

-- name: analyze
analyze;

-- name: set_clock
alter system set app.clock_offset = %(offset)s;

-- name: read_settings
select pg_reload_conf();

-- name: clock
select current_setting('app.clock_offset', true);

-- name: shop_facts
select name, label, value from shop_facts();

-- name: schema_version
select coalesce(max(version), 0)::integer as newest, count(*)::integer as applied from public.schema_migrations;
