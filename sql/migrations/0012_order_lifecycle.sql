-- 0012 order lifecycle: who may move an order where, what that does to its stock, and the timeline nobody can skip.
-- Lock order everywhere: order, then listings by id.
set local role sensasiwangi_owner;

-- Purpose: lets an order change only along order_transitions and payment_transitions, and counts its versions.
-- Locks: the order's row. Errors: SW020 transition not allowed. Called by: trigger on orders.
create function follow_transitions() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_undoing boolean := coalesce(current_setting('app.undoing', true), '') = 'on';
    v_may boolean;
    v_payment_may boolean;
begin
    if new.status <> old.status or new.payment_status <> old.payment_status then
        select new.status = old.status or exists (
                select from order_transitions t where t.from_status = old.status and t.to_status = new.status and (not t.is_undo or v_undoing)),
            new.payment_status = old.payment_status or exists (
                select from payment_transitions t
                where t.from_status = old.payment_status and t.to_status = new.payment_status and (not t.is_undo or v_undoing))
        into v_may, v_payment_may;
        if not v_may then
            perform refuse('SW020', jsonb_build_object('order_id', new.id, 'from', old.status, 'to', new.status));
        elsif not v_payment_may then
            perform refuse('SW020', jsonb_build_object('order_id', new.id, 'from', old.payment_status, 'to', new.payment_status));
        end if;
    end if;
    new.version := old.version + 1;
    new.updated_at := app_now();
    if new.status <> old.status then
        new.status_since := app_now();
    end if;
    new.closed_at := case when new.status in ('completed', 'cancelled', 'expired') then coalesce(new.closed_at, app_now()) end;
    return new;
end
$$;
create trigger follow_transitions before update on orders for each row execute function follow_transitions();

-- Purpose: writes the timeline: one row per change of status, payment status, shipping cost and tracking number. An order begins as the tables say:
-- the row that tells of its beginning comes from them.
-- Locks: none of its own. Errors: SW020 an order cannot begin like that. Called by: trigger on orders.
create function record_order_change() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_reason text := coalesce(current_setting('app.reason', true), '');
    v_at timestamptz := clock_timestamp() + (app_now() - now());
begin
    if tg_op = 'INSERT' then
        insert into order_events (order_id, kind, to_value, reason, actor, created_at, order_version)
        select new.id, 'status', t.to_status, v_reason, current_actor(), v_at, new.version from order_transitions t, payment_transitions p
        where t.from_status = 'new' and t.to_status = new.status and p.from_status = 'new' and p.to_status = new.payment_status;
        if not found then
            perform refuse('SW020', jsonb_build_object('order_id', new.id, 'from', 'new', 'to', new.status, 'payment', new.payment_status));
        end if;
    end if;
    if tg_op = 'UPDATE' or new.shipping_amount is not null then
        insert into order_events (order_id, kind, from_value, to_value, reason, actor, created_at, order_version)
        select new.id, c.kind, c.from_value, c.to_value, v_reason, current_actor(), v_at, new.version
        from (values -- old is null where the order is new
            ('status', coalesce(old.status, new.status), new.status),
            ('payment', coalesce(old.payment_status, 'unpaid'), new.payment_status),
            ('shipping', old.shipping_amount::text, new.shipping_amount::text),
            ('tracking', old.tracking_number, new.tracking_number)
        ) as c (kind, from_value, to_value)
        where (c.to_value is not null or c.kind = 'shipping') -- a quote may be taken back
            and (c.from_value is distinct from c.to_value -- a second part of the money leaves the order as partial as it was
                or tg_op = 'UPDATE' and c.kind = 'payment' and (new.paid_amount, new.refunded_amount) <> (old.paid_amount, old.refunded_amount));
    end if;
    return null;
end
$$;
create trigger record_order_change after insert or update on orders for each row execute function record_order_change();

-- Purpose: an order without items that add up to its subtotal does not exist: checked when a transaction commits, also one of a console.
-- Locks: none. Errors: 23514. Called by: constraint triggers on orders and order_items.
create function require_items() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order_id uuid;
begin
    if tg_table_name = 'orders' then
        v_order_id := new.id;
    else
        v_order_id := old.order_id;
    end if;
    if exists (
        select from orders o where o.id = v_order_id and o.subtotal_amount is distinct from (
            select sum(i.quantity * i.unit_price) from order_items i where i.order_id = o.id)) then
        raise exception using errcode = '23514', constraint = 'orders_have_items', message = 'an order has the items of its subtotal or it does not exist';
    end if;
    return null;
end
$$;
create constraint trigger orders_have_items after insert or update of subtotal_amount on orders deferrable initially deferred
    for each row execute function require_items();
create constraint trigger items_stay_with_their_order after update or delete on order_items deferrable initially deferred
    for each row execute function require_items();

-- Purpose: the order, locked; an outdated version is refused, and so is staff while a colleague works on it. p_version null skips the first.
-- Locks: the order's row. Errors: SW040 not there, SW021 changed meanwhile, SW022 a colleague's. Called by: lock_own_order, lock_opened_order, functions of the desk.
create function lock_order(p_order_id uuid, p_version integer) returns orders
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders;
    v_staff_id uuid := current_staff_id();
    v_claim order_claims;
begin
    select * into v_order from orders where id = p_order_id for update;
    if not found then
        perform refuse('SW040', '{"what": "order"}');
    elsif v_staff_id is not null then
        select * into v_claim from order_claims where order_id = p_order_id and staff_id <> v_staff_id and expires_at > app_now();
        if found then
            perform refuse('SW022', jsonb_build_object('order_id', p_order_id, 'staff_id', v_claim.staff_id, 'until', v_claim.expires_at));
        end if;
    end if;
    if v_order.version <> p_version then
        perform refuse('SW021', jsonb_build_object('order_id', p_order_id, 'version', v_order.version, 'seen', p_version));
    end if;
    return v_order;
end
$$;

-- Purpose: the same for the shopper whose order it is; for anybody else it is not there.
-- Locks: the order's row. Errors: SW030 sign-in required, SW040 not there or not yours, SW021. Called by: functions of the shopper.
create function lock_own_order(p_order_id uuid, p_version integer) returns orders
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    if current_customer_id() is null then
        perform refuse('SW030', '{}');
    end if;
    perform from orders where id = p_order_id and customer_id = current_customer_id();
    if not found then
        perform refuse('SW040', '{"what": "order"}');
    end if;
    return lock_order(p_order_id, p_version);
end
$$;

-- Purpose: the same for what an order's link is enough for: its shopper, or who opened the link in this transaction.
-- Locks: the order's row. Errors: SW030 sign-in required, SW040 not there or not yours, SW021. Called by: accept_shipping_quote, submit_payment_proof, confirm_received.
create function lock_opened_order(p_order_id uuid, p_version integer) returns orders
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    if p_order_id = current_order_id() then
        return lock_order(p_order_id, p_version);
    end if;
    return lock_own_order(p_order_id, p_version);
end
$$;

-- Purpose: what a change of status means for the order's stock: paid keeps it for as long as it takes, shipped commits it, cancelled and expired give it back.
-- Locks: listings by id. Errors: SW001, SW002 when a paid order's stock is gone, SW004 when the order no longer holds what it ships. Called by: move_order.
create function settle_stock(p_order_id uuid, p_status text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_hold record;
begin
    if p_status = 'paid' then
        perform keep_order_stock(p_order_id);
        return;
    end if;
    perform set_config('app.stock_owner', 'order:' || p_order_id, true);
    perform from marketplace_listings where product_id in (select product_id from order_items where order_id = p_order_id)
    order by product_id for no key update;
    if p_status = 'shipped' then
        perform commit_stock(i.product_id, i.quantity) from (
            select product_id, quantity from order_items where order_id = p_order_id order by product_id) i;
    else
        perform sweep_listing(product_id, 0) from order_items where order_id = p_order_id;
        for v_hold in select product_id, quantity from stock_holds where owner = current_stock_owner() and state = 'held' order by product_id loop
            perform release_stock(v_hold.product_id, v_hold.quantity);
        end loop;
    end if;
    perform set_config('app.stock_owner', '', true);
end
$$;

-- Purpose: the one function that moves an order; the trigger refuses what order_transitions does not list and writes the timeline.
-- Locks: the order's row, then listings by id. Errors: SW001, SW002, SW004, SW020. Called by: every lifecycle function, desk and worker.
create function move_order(p_order_id uuid, p_status text, p_reason text) returns orders
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders;
begin
    perform set_config('app.reason', coalesce(p_reason, ''), true);
    update orders set status = p_status where id = p_order_id and status <> p_status returning * into v_order;
    if not found then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', p_status, 'to', p_status));
    end if;
    perform set_config('app.reason', '', true);
    if p_status in ('paid', 'shipped', 'cancelled', 'expired') then
        perform settle_stock(p_order_id, p_status);
    end if;
    if p_status in ('completed', 'cancelled', 'expired') then
        update transfer_amounts set expires_at = app_now() + interval '24 hours' where cart_id = v_order.cart_id and released_at is null;
    end if;
    return v_order;
end
$$;

-- Purpose: sets until when an order's stock is held; null for as long as the order waits for us.
-- Locks: listings by id, then the holds; the caller holds the order's row. Errors: none. Called by: accept_shipping_quote, keep_order_stock.
create function hold_order_until(p_order_id uuid, p_until timestamptz) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform from marketplace_listings where product_id in (select product_id from order_items where order_id = p_order_id)
    order by product_id for no key update;
    update stock_holds set expires_at = p_until, updated_at = app_now() where owner = 'order:' || p_order_id and state = 'held';
end
$$;

-- Purpose: keeps an order's stock for as long as it waits for us; lines whose hold ran out are reserved anew.
-- Locks: listings by id, then the holds; the caller holds the order's row. Errors: SW001 stock gone, SW002. Called by: settle_stock, stand_by_order.
create function keep_order_stock(p_order_id uuid) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_line record;
begin
    perform hold_order_until(p_order_id, null);
    perform set_config('app.stock_owner', 'order:' || p_order_id, true), set_config('app.hold_until', '', true);
    for v_line in
        select i.product_id, i.quantity from order_items i
        where i.order_id = p_order_id and not exists (
            select from stock_holds h where h.product_id = i.product_id and h.owner = 'order:' || p_order_id and h.state = 'held')
        order by i.product_id
    loop
        perform reserve_stock(v_line.product_id, v_line.quantity);
    end loop;
    perform set_config('app.stock_owner', '', true);
end
$$;

revoke execute on all functions in schema public from public;
reset role;
