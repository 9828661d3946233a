-- 0018 desk work: the audit trail behind every change that staff or a console makes, what waits for whom, and who works on what.
-- Lock order everywhere: order, then listings by id.
set local role sensasiwangi_owner;

create table audit_trail (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    request_id text,
    transaction_id bigint not null default txid_current(),
    action text not null constraint audited_action_is_known check (action in ('insert', 'update', 'delete')),
    table_name text not null,
    row_key text not null,
    order_id uuid,
    before jsonb,
    after jsonb
);
comment on table audit_trail is
    'Append-only, written by triggers: who changed what, with the changed columns before and after; what shoppers and the worker change is in timelines.';
create index audit_trail_by_order on audit_trail (order_id, id) where order_id is not null;
create index audit_trail_by_row on audit_trail (table_name, row_key, id);

create table cancellation_wishes (
    id bigint generated always as identity primary key,
    order_id uuid not null references orders on delete cascade,
    reason text not null,
    created_at timestamptz not null default now(),
    resolved_at timestamptz
);
comment on table cancellation_wishes is 'A shopper asks to call off an order that has money on it; staff decide.';
create unique index one_open_wish_per_order on cancellation_wishes (order_id) where resolved_at is null;

select make_private('audit_trail'), make_private('cancellation_wishes');
grant select on audit_trail, cancellation_wishes to sensasiwangi_desk;
create policy "the desk reads the audit trail" on audit_trail for select to sensasiwangi_desk using (true);
create policy "the desk reads wishes" on cancellation_wishes for select to sensasiwangi_desk using (true);
grant select on cancellation_wishes to sensasiwangi_shop;
create policy "shoppers read their own wishes" on cancellation_wishes for select to sensasiwangi_shop
    using (exists (select from orders where orders.id = order_id));

create index orders_that_wait on orders (status, status_since) where status in ('awaiting_quote', 'paid', 'processing');
create index orders_with_open_money on orders (payment_status, status_since) include (status, id) where payment_status in ('in_review', 'partial', 'overpaid');
create index waiting_proofs on payment_proofs (order_id, created_at) where status = 'waiting';

-- Purpose: writes down who changed a row, and the columns that changed. The trigger's arguments name columns that are nobody's business.
-- Locks: none of its own. Errors: none. Called by: triggers on what staff can change, for everybody but shoppers and the worker.
create function record_audit() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_before jsonb := '{}';
    v_after jsonb := '{}';
    v_row jsonb;
begin
    if tg_op <> 'INSERT' then
        v_before := to_jsonb(old) - coalesce(tg_argv, '{}');
    end if;
    if tg_op <> 'DELETE' then
        v_after := to_jsonb(new) - coalesce(tg_argv, '{}');
    end if;
    v_row := v_before || v_after;
    if tg_op = 'UPDATE' then
        select coalesce(jsonb_object_agg(k.key, v_before -> k.key), '{}'), coalesce(jsonb_object_agg(k.key, v_after -> k.key), '{}')
        into v_before, v_after
        from jsonb_object_keys(v_row) k (key) where v_before -> k.key is distinct from v_after -> k.key;
        if v_after = '{}' then
            return null;
        end if;
    end if;
    insert into audit_trail (at, actor, request_id, action, table_name, row_key, order_id, before, after)
    values (clock_timestamp() + (app_now() - now()), current_actor(), nullif(current_setting('app.request_id', true), ''), lower(tg_op), tg_table_name,
        coalesce(v_row ->> 'id', v_row ->> 'product_id', v_row ->> 'order_id', v_row ->> 'key'),
        coalesce(v_row ->> 'order_id', case when tg_table_name = 'orders' then v_row ->> 'id' end)::uuid,
        nullif(v_before, '{}'), nullif(v_after, '{}'));
    return null;
end
$$;

create trigger audit after update or delete on orders for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit('updated_at');
create trigger audit after update or delete on order_items for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit();
create trigger audit after insert on payments for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit();
create trigger audit after update or delete on payment_proofs for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit('content');
create trigger audit after update or delete on marketplace_listings for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit('updated_at');
create trigger audit after insert or update or delete on staff for each row
    execute function record_audit('password_hash', 'totp_secret', 'totp_last_step');
create trigger audit after update or delete on cancellation_wishes for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit();
create trigger audit_trail_is_append_only before delete or truncate on audit_trail for each statement execute function refuse_rewriting_history();
create trigger audit_trail_is_not_rewritten before update on audit_trail for each statement
    when (current_setting('app.erasing', true) is distinct from 'on') execute function refuse_rewriting_history(); -- erase_customer (0031) alone
create trigger audit_trail_forgets_and_never_invents before update on audit_trail for each row
    when (
        (old.id, old.at, old.actor, old.request_id, old.transaction_id, old.action, old.table_name, old.row_key, old.order_id)
        is distinct from (new.id, new.at, new.actor, new.request_id, new.transaction_id, new.action, new.table_name, new.row_key, new.order_id)
        or not coalesce(new.before, '{}') <@ coalesce(old.before, '{}') or not coalesce(new.after, '{}') <@ coalesce(old.after, '{}'))
    execute function refuse_rewriting_history();

-- Purpose: what waits for the desk: quote, transfer, pack, ship, money (late, short or too much), wish (a shopper wants to cancel). One row per
-- queue and order; due_at is when somebody should have acted. Inlined, and with the rights of who asks: row-level security decides.
-- Locks: none. Errors: none. Called by: the desk's pages, claim_next.
create function work_queue() returns table (queue text, order_id uuid, since timestamptz, due_at timestamptz)
language sql stable
as $$
    select 'quote', id, status_since, status_since + interval '4 hours'
    from orders where status = 'awaiting_quote' and shipping_amount is null
    union all
    select 'transfer', o.id, p.since, p.since + interval '4 hours'
    from orders o cross join lateral (
        select coalesce(min(created_at), o.status_since) as since from payment_proofs where order_id = o.id and status = 'waiting') p
    where o.payment_status = 'in_review'
    union all
    select 'pack', id, status_since, status_since + interval '24 hours' from orders where status = 'paid'
    union all
    select 'ship', id, status_since, status_since + interval '24 hours' from orders where status = 'processing'
    union all
    select 'money', id, closed_at, closed_at + interval '3 days' from orders where paid_amount > refunded_amount and status in ('expired', 'cancelled')
    union all
    select 'money', id, status_since, status_since + interval '24 hours'
    from orders where payment_status in ('partial', 'overpaid') and status not in ('expired', 'cancelled')
    union all
    select 'wish', w.order_id, w.created_at, w.created_at + interval '24 hours'
    from cancellation_wishes w join orders o on o.id = w.order_id where w.resolved_at is null and o.status in ('awaiting_payment', 'paid', 'processing')
$$;

-- Purpose: the acting person works on an order for a quarter of an hour; again, it goes on. Taking over from a colleague goes on the timeline.
-- Locks: the order's row, then the claim. Errors: SW022 a colleague works on it, SW040 no such order. Called by: POST /admin/orders/<id>/claim.
create function claim_order(p_order_id uuid, p_take_over boolean) returns timestamptz
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_until timestamptz := app_now() + interval '15 minutes';
    v_earlier order_claims;
begin
    perform from orders where id = p_order_id for no key update;
    if not found then
        perform refuse('SW040', '{"what": "order"}');
    end if;
    select * into v_earlier from order_claims where order_id = p_order_id;
    if v_earlier.staff_id <> current_staff_id() and v_earlier.expires_at > app_now() and not p_take_over then
        perform refuse('SW022', jsonb_build_object('order_id', p_order_id, 'staff_id', v_earlier.staff_id, 'until', v_earlier.expires_at));
    end if;
    insert into order_claims (order_id, staff_id, expires_at) values (p_order_id, current_staff_id(), v_until)
    on conflict (order_id) do update set staff_id = excluded.staff_id, expires_at = excluded.expires_at;
    if v_earlier.staff_id <> current_staff_id() and v_earlier.expires_at > app_now() then
        perform note_internally(p_order_id, 'takeover', v_earlier.staff_id::text);
    end if;
    return v_until;
end
$$;

-- Purpose: claims the order of a queue that has waited longest and that nobody works on; null when there is none.
-- Locks: claims, skipping none: two who ask at once get two orders, or one of them nothing. Errors: none. Called by: POST /admin/queue/next.
create function claim_next(p_queue text) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order_id uuid;
begin
    for v_order_id in
        select q.order_id from work_queue() q
        where q.queue = p_queue and not exists (
            select from order_claims c where c.order_id = q.order_id and c.staff_id <> current_staff_id() and c.expires_at > app_now())
        order by q.due_at, q.order_id limit 20
    loop
        insert into order_claims as c (order_id, staff_id, expires_at) values (v_order_id, current_staff_id(), app_now() + interval '15 minutes')
        on conflict (order_id) do update set staff_id = excluded.staff_id, expires_at = excluded.expires_at
            where c.staff_id = excluded.staff_id or c.expires_at <= app_now();
        if found then
            return v_order_id;
        end if;
    end loop;
    return null;
end
$$;

-- Purpose: the acting person lets go of an order.
-- Locks: the claim's row. Errors: none. Called by: POST /admin/orders/<id>/release.
create function release_claim(p_order_id uuid) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$ delete from order_claims where order_id = p_order_id and staff_id = current_staff_id() $$;

-- Purpose: who works on an order that they claimed keeps it for another quarter of an hour.
-- Locks: the claim's row. Errors: none. Called by: trigger on order_events.
create function keep_claim() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update order_claims set expires_at = app_now() + interval '15 minutes'
    where order_id = new.order_id and staff_id = current_staff_id() and expires_at > app_now();
    return null;
end
$$;
create trigger keep_claim after insert on order_events for each row when (new.actor like 'staff:%') execute function keep_claim();

-- Purpose: a line of the timeline that only staff read: a note, a message that was opened, a claim that was taken over.
-- Locks: none of its own. Errors: none. Called by: add_note, claim_order, functions of the desk.
create function note_internally(p_order_id uuid, p_kind text, p_text text) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    insert into order_events (order_id, kind, to_value, actor, is_public, created_at)
    values (p_order_id, p_kind, p_text, current_actor(), false, clock_timestamp() + (app_now() - now()))
$$;

-- Purpose: staff write a note that the shopper never sees.
-- Locks: none of its own. Errors: SW003 empty or too long, SW040 no such order. Called by: POST /admin/orders/<id>/notes.
create function add_note(p_order_id uuid, p_text text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    if length(coalesce(trim(p_text), '')) not between 1 and 2000 then
        perform refuse('SW003', '{"limit": "note", "maximum": 2000}');
    end if;
    perform from orders where id = p_order_id for key share;
    if not found then
        perform refuse('SW040', '{"what": "order"}');
    end if;
    perform note_internally(p_order_id, 'note', trim(p_text));
end
$$;

-- Purpose: a shopper asks to call off an order that has money on it, or is packed; asking again changes nothing.
-- Locks: the order's row. Errors: SW020 can be cancelled at once, or is on its way, SW021, SW040. Called by: POST /order/<id>/cancellation-wish.
create function wish_cancellation(p_order_id uuid, p_version integer, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_own_order(p_order_id, p_version);
begin
    if not (v_order.status in ('paid', 'processing') or v_order.status = 'awaiting_payment' and v_order.payment_status in ('in_review', 'partial')) then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'cancelled'));
    end if;
    insert into cancellation_wishes (order_id, reason, created_at) values (p_order_id, coalesce(p_reason, ''), app_now())
    on conflict (order_id) where resolved_at is null do nothing;
    if found then
        insert into order_events (order_id, kind, to_value, reason, actor, created_at)
        values (p_order_id, 'wish', 'asked', coalesce(p_reason, ''), current_actor(), clock_timestamp() + (app_now() - now()));
    end if;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function wish_cancellation(uuid, integer, text) to sensasiwangi_shop;
grant execute on function work_queue(), claim_order(uuid, boolean), claim_next(text), release_claim(uuid), add_note(uuid, text) to sensasiwangi_desk;
reset role;
