-- 0030 by the clock: what happens because time passed. Each function may run twice, late, or in several workers at once.
-- Lock order everywhere: order, then listings by id.
set local role sensasiwangi_owner;

create table low_stock_notices (
    product_id uuid primary key references marketplace_listings on delete cascade,
    notice bigint not null
);
comment on table low_stock_notices is 'Listings that staff were told are low, and in which mail; a row goes when there is enough again.';
create sequence low_stock_notice_numbers;
select make_private('low_stock_notices');
create index low_stock_by_notice on low_stock_notices (notice);

create unique index one_reminder_per_order on order_events (order_id) where kind = 'reminder';
create index orders_to_complete on orders (status_since) where status = 'delivered';
create index unordered_carts on carts (created_at) where status <> 'ordered'; -- not by updated_at, which each change of a cart moves

grant select on low_stock_notices, audit_runs to sensasiwangi_worker;
grant select (id, full_name, email, role, removed_at) on staff to sensasiwangi_worker;
create policy "the worker reads what is low" on low_stock_notices for select to sensasiwangi_worker using (true);
create policy "the worker reads the audit's runs" on audit_runs for select to sensasiwangi_worker using (true);
create policy "the worker reads whom of the staff to write to" on staff for select to sensasiwangi_worker using (removed_at is null);

-- Purpose: reminds of orders whose payment term ends within a quarter of its length, at most six hours; each order once.
-- Locks: orders, skipping those busy. Errors: none. Called by: worker.
create function remind_orders(p_limit integer) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order_ids uuid[];
begin
    v_order_ids := array(
        select o.id from orders o
        where o.status = 'awaiting_payment' and o.payment_status in ('unpaid', 'failed')
            and o.payment_due_at > app_now() and o.payment_due_at <= app_now() + interval '6 hours'
            and o.payment_due_at <= app_now() + (o.payment_due_at - o.status_since) / 4
            and not exists (select from order_events e where e.order_id = o.id and e.kind = 'reminder')
        order by o.id limit p_limit for update skip locked);
    insert into order_events (order_id, kind, actor, is_public, created_at)
    select id, 'reminder', current_actor(), false, clock_timestamp() + (app_now() - now()) from unnest(v_order_ids) o (id)
    on conflict (order_id) where kind = 'reminder' do nothing;
    return cardinality(v_order_ids);
end
$$;

-- Purpose: completes orders that were delivered a week ago.
-- Locks: orders, skipping those busy. Errors: none. Called by: worker.
create function complete_orders(p_limit integer) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order_ids uuid[];
    v_order_id uuid;
begin
    v_order_ids := array(
        select id from orders where status = 'delivered' and status_since <= app_now() - interval '7 days' order by id limit p_limit for update skip locked);
    foreach v_order_id in array v_order_ids loop
        perform move_order(v_order_id, 'completed', 'Tujuh hari sesudah paket tiba');
    end loop;
    return cardinality(v_order_ids);
end
$$;

-- Purpose: forgets carts that nobody touched for thirty days (visitors) or ninety (members), with their quotes; never one that was ordered, holds stock,
-- or asked somebody for an amount that may still come.
-- Locks: carts, skipping those busy. Errors: none. Called by: worker.
create function collect_carts(p_limit integer) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_cart_ids uuid[];
begin
    v_cart_ids := array(
        select c.id from carts c
        where c.status <> 'ordered' and c.created_at < app_now() - interval '30 days'
            and c.updated_at < app_now() - case when c.customer_id is null then interval '30 days' else interval '90 days' end
            and not exists (select from orders o where o.cart_id = c.id)
            and not exists (select from stock_holds h where h.owner = 'cart:' || c.id and h.state = 'held')
            and not exists (
                select from transfer_amounts t where t.cart_id = c.id and t.released_at is null and (t.expires_at is null or t.expires_at > app_now()))
        order by c.id limit p_limit for update skip locked);
    delete from quotes where cart_id = any (v_cart_ids);
    delete from carts where id = any (v_cart_ids);
    return cardinality(v_cart_ids);
end
$$;

-- Purpose: finds listings that have become low, for one mail about all of them; one that has enough again may be told anew. Returns how many are new.
-- Locks: notices. Errors: none. Called by: worker.
create function notice_low_stock() returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_notice bigint := nextval('low_stock_notice_numbers');
    v_new integer;
begin
    delete from low_stock_notices n where not exists (select from stock_levels() s where s.product_id = n.product_id and s.is_low);
    insert into low_stock_notices (product_id, notice)
    select s.product_id, v_notice from stock_levels() s
    where s.looks_low and s.is_low and not exists (select from low_stock_notices n where n.product_id = s.product_id)
    on conflict (product_id) do nothing;
    get diagnostics v_new = row_count;
    if v_new > 0 then
        insert into jobs (kind, subject) values ('low_stock_mail', v_notice);
    end if;
    return v_new;
end
$$;

-- Purpose: from seven in the morning (WIB), the day's digest for whom of the staff has none yet.
-- Locks: none. Errors: none. Called by: worker.
create function begin_digest() returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_local timestamp := app_now() at time zone 'Asia/Jakarta';
    v_day text := to_char(v_local, 'YYYY-MM-DD');
begin
    if v_local::time < '07:00' or exists (select from jobs where kind = 'digest_mail' and subject = v_day) or not exists (
        select from staff s where s.removed_at is null
            and not exists (select from mail_outbox m where m.event_key = 'digest:' || v_day || ':' || s.id)) then
        return 0;
    end if;
    insert into jobs (kind, subject) values ('digest_mail', v_day);
    return 1;
end
$$;

-- Purpose: the audit found broken promises: staff are to be told.
-- Locks: none. Errors: none. Called by: trigger on audit_runs.
create function enqueue_alarm() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    insert into jobs (kind, subject) values ('alarm_mail', new.id);
    return null;
end
$$;
create trigger enqueue_alarm after insert on audit_runs for each row when (new.broken > 0) execute function enqueue_alarm();

revoke execute on all functions in schema public from public;
grant execute on function remind_orders(integer), complete_orders(integer), collect_carts(integer), notice_low_stock(), begin_digest(), work_queue(), stock_levels()
    to sensasiwangi_worker;
reset role;
