-- 0034 switches: closing the checkout, and a shop that can only be looked at, from one second to the next.
set local role sensasiwangi_owner;

create table switches (
    id integer primary key constraint switches_are_numbered_from_one check (id > 0),
    name text not null constraint a_switch_is_one_of_two check (name in ('checkout', 'readonly')),
    is_on boolean not null,
    reason text not null default '' constraint a_reason_fits_on_a_line check (length(reason) <= 200),
    actor text not null,
    created_at timestamptz not null
);
comment on table switches is 'Every turn of a switch, append-only: of each name the one with the highest id counts. Without any, the checkout is on and readonly is off.';
create index switches_by_name on switches (name, id desc);
select make_private('switches');
grant select on switches to sensasiwangi_desk;
create policy "the desk reads the switches" on switches for select to sensasiwangi_desk using (true);
create trigger audit after insert or update or delete on switches for each row execute function record_audit('actor', 'created_at');
create trigger switches_are_append_only before update or delete or truncate on switches for each statement execute function refuse_rewriting_history();

-- Purpose: how the switches stand now.
-- Locks: none. Errors: none. Called by: app/switches.py, write_mode, require_open_checkout.
create function shop_switches() returns table (checkout boolean, readonly boolean)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select coalesce((select s.is_on from switches s where s.name = 'checkout' order by s.id desc limit 1), true),
        coalesce((select s.is_on from switches s where s.name = 'readonly' order by s.id desc limit 1), false)
$$;

-- Purpose: what a transaction that wants to write sets transaction_read_only to: 'on' in a shop that can only be looked at.
-- On a standby it stays what it is, as nobody may set it to 'off' there.
-- Locks: none. Errors: none. Called by: app/db.py, in the statement that enters a role.
create function write_mode() returns text
language sql stable security definer
set search_path = public, pg_temp
as $$ select case when readonly then 'on' else current_setting('transaction_read_only') end from shop_switches() $$;

-- Purpose: no order is made while the checkout is off, to the moment: whoever turns a switch waits for the orders that are
-- being made, and later ones see it.
-- Locks: shares the switches' advisory lock until the end of the transaction. Errors: SW050, read_only_sql_transaction. Called by: orders.
create function require_open_checkout() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_now record;
begin
    perform pg_advisory_xact_lock_shared(7305003);
    select * into v_now from shop_switches();
    if v_now.readonly then
        raise exception using errcode = 'read_only_sql_transaction', message = 'the shop can only be looked at';
    end if;
    if not v_now.checkout then
        perform refuse('SW050', '{}');
    end if;
    return null;
end
$$;
create trigger the_checkout_is_open before insert on orders for each statement execute function require_open_checkout();

-- Purpose: turns a switch ('checkout' or 'readonly'). When it returns and is committed, no order of before is still being made.
-- Locks: the switches' advisory lock. Errors: none of ours. Called by: flask switch.
create function set_switch(p_name text, p_is_on boolean, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(7305003);
    insert into switches (id, name, is_on, reason, actor, created_at)
    select coalesce(max(id), 0) + 1, p_name, p_is_on, p_reason, current_actor(), app_now() from switches;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function shop_switches(), write_mode() to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
reset role;
