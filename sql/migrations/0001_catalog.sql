-- 0001 catalog: the roles everything runs as, the clock, who is acting, and what is for sale.
-- Roles carry no login: a transaction enters one with set_config('role', …, true), so one DATABASE_URL is enough on one machine.
-- PostgreSQL applies a role's settings when it logs in, never when it is entered: app/db.py sets the same limits for each
-- transaction, and these here hold where an administrator lets a role log in by itself, also behind a pooler.

do $roles$
declare
    v_role text;
begin
    foreach v_role in array array['sensasiwangi_owner', 'sensasiwangi_shop', 'sensasiwangi_desk', 'sensasiwangi_worker'] loop
        if not exists (select from pg_roles where rolname = v_role) then
            execute format('create role %I nologin noinherit', v_role);
        end if;
        if not pg_has_role(current_user, v_role, 'member') or not (select rolsuper from pg_roles where rolname = current_user) then
            execute format('grant %I to %I', v_role, current_user);
        end if;
        if v_role <> 'sensasiwangi_owner' and (select rolconfig is null from pg_roles where rolname = v_role) then
            begin
                execute format('alter role %I set statement_timeout = %L', v_role, '3s');
                execute format('alter role %I set lock_timeout = %L', v_role, '1s');
                execute format('alter role %I set idle_in_transaction_session_timeout = %L', v_role, '5s');
                execute format('alter role %I set client_connection_check_interval = %L', v_role, '1s');
            exception when insufficient_privilege then
                raise notice 'the timeouts of % are left to its administrator', v_role;
            end;
        end if;
    end loop;
end
$roles$;

grant usage, create on schema public to sensasiwangi_owner;
grant usage on schema public to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
set local role sensasiwangi_owner;
alter default privileges for role sensasiwangi_owner revoke execute on functions from public;

-- Purpose: the one clock; tests move it with the setting app.clock_offset (an interval).
-- Locks: none. Errors: none. Called by: every function and policy that needs the time.
create function app_now() returns timestamptz
language sql stable parallel safe
as $$ select now() + coalesce(nullif(current_setting('app.clock_offset', true), ''), '0')::interval $$;

-- Purpose: the signed-in customer of this transaction, null for visitors. A used setting reads '' afterwards, not null.
-- Locks: none. Errors: none. Called by: policies and functions.
create function current_customer_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.customer_id', true), '')::uuid $$;

-- Purpose: the open cart of this transaction's shopper, null while there is none.
-- Locks: none. Errors: none. Called by: policies and functions.
create function current_cart_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.cart_id', true), '')::uuid $$;

-- Purpose: the order whose link was opened in this transaction, null for everybody who did not come by one.
-- Locks: none. Errors: none. Called by: policies and functions.
create function current_order_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.order_id', true), '')::uuid $$;

-- Purpose: the member of staff of this transaction, null for everybody else.
-- Locks: none. Errors: none. Called by: policies and functions.
create function current_staff_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.staff_id', true), '')::uuid $$;

-- Purpose: who acts, as text for timelines and ledgers: staff:<id>, customer:<id>, link:<the same> by an order's link, a worker's name, or the
-- database login.
-- Locks: none. Errors: none. Called by: triggers that write timelines and ledgers.
create function current_actor() returns text
language sql stable parallel safe
as $$
    select coalesce(
        'staff:' || nullif(current_setting('app.staff_id', true), ''),
        'customer:' || nullif(current_setting('app.customer_id', true), ''),
        nullif(current_setting('app.actor', true), ''),
        'database:' || session_user)
$$;

-- Purpose: refuses with one of the shop's SQLSTATEs (class SW) and its facts as JSON in DETAIL.
-- Locks: none. Errors: the code given. Called by: every function that refuses.
create function refuse(p_code text, p_facts jsonb) returns void
language plpgsql
as $$
begin
    raise exception using errcode = p_code, message = 'refused: ' || p_code, detail = p_facts::text;
end
$$;

-- Purpose: makes a table private: row-level security enabled and forced, and only the owner's functions may pass unasked.
-- Locks: access exclusive on the table. Errors: none of ours. Called by: migrations.
create function make_private(p_table regclass) returns void
language plpgsql
set search_path = public, pg_temp
as $$
begin
    execute format('alter table %s enable row level security', p_table);
    execute format('alter table %s force row level security', p_table);
    execute format('create policy "functions of the shop read" on %s for select to sensasiwangi_owner using (true)', p_table);
    execute format('create policy "functions of the shop add" on %s for insert to sensasiwangi_owner with check (true)', p_table);
    execute format('create policy "functions of the shop change" on %s for update to sensasiwangi_owner using (true) with check (true)', p_table);
    execute format('create policy "functions of the shop remove" on %s for delete to sensasiwangi_owner using (true)', p_table);
end
$$;

create table brands (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique constraint brand_slug_is_plain check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text not null,
    city text not null,
    story text not null,
    founded_year integer
);
comment on table brands is 'Makers whose products are sold here.';

create table products (
    id uuid primary key default gen_random_uuid(),
    brand_id uuid not null references brands,
    range_key text not null,
    name text not null,
    category text not null constraint category_is_a_tab check (category in ('parfum', 'raw-material', 'tools', 'lainnya')),
    aroma_family text constraint aroma_family_is_known check
        (aroma_family in ('floral', 'citrus', 'spicy', 'woody', 'fresh', 'gourmand', 'aquatic', 'green')),
    concentration text,
    size_ml integer constraint size_is_positive check (size_ml > 0),
    weight_grams integer not null constraint weight_is_positive check (weight_grams > 0),
    top_notes text[] not null default '{}',
    heart_notes text[] not null default '{}',
    base_notes text[] not null default '{}',
    summary text not null constraint summary_fits_a_card check (length(summary) <= 120),
    description text not null,
    picture_key text not null
);
comment on table products is 'What a thing is: texts, notes, size in ml, weight in grams; sizes of one perfume share range_key.';
create index products_by_range on products (range_key);
create index products_by_brand on products (brand_id);

create table marketplace_listings (
    product_id uuid primary key references products,
    slug text not null unique constraint listing_slug_is_plain check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    status text not null default 'active' constraint listing_status_is_known check (status in ('draft', 'active', 'paused', 'archived')),
    list_price bigint not null constraint list_price_is_sane check (list_price between 1 and 1000000000),
    stock_on_hand integer not null default 0,
    stock_reserved integer not null default 0,
    low_stock_threshold integer not null default 3 constraint low_stock_threshold_is_not_negative check (low_stock_threshold >= 0),
    published_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint stock_reserved_not_negative check (stock_reserved >= 0),
    constraint stock_reserved_within_on_hand check (stock_reserved <= stock_on_hand)
) with (fillfactor = 70);
comment on table marketplace_listings is 'What is for sale: price in whole Rupiah, stock on hand and reserved; stock moves only through the stock functions.';

grant select on brands, products to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
grant select on marketplace_listings to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
grant execute on function app_now(), current_customer_id(), current_cart_id(), current_order_id(), current_staff_id(), current_actor()
    to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
reset role;
