-- 0019 desk orders: what staff decide about proofs and wishes, and taking back a slip within thirty seconds.
-- Lock order everywhere: order, then listings by id.
set local role sensasiwangi_owner;

-- Purpose: CS cannot find the money of a proof; the shopper reads why and may send another. The payment term goes on, at least for another day.
-- Locks: order, then listings by id. Errors: SW003 no reason, SW020 no such waiting proof, SW021, SW022, SW040. Called by: POST /admin/orders/<id>/proofs/<id>/refuse.
create function refuse_proof(p_order_id uuid, p_version integer, p_proof_id uuid, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_order(p_order_id, p_version);
    v_until timestamptz := greatest(v_order.payment_due_at, app_now() + interval '24 hours');
begin
    if coalesce(trim(p_reason), '') = '' then
        perform refuse('SW003', '{"limit": "reason"}');
    end if;
    update payment_proofs set status = 'refused', refusal = trim(p_reason) where id = p_proof_id and order_id = p_order_id and status = 'waiting';
    if not found then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.payment_status, 'to', 'refused'));
    elsif v_order.payment_status = 'in_review' and not exists (select from payment_proofs where order_id = p_order_id and status = 'waiting') then
        perform set_config('app.reason', trim(p_reason), true);
        update orders set
            payment_status = case when paid_amount > refunded_amount then 'partial' else 'unpaid' end,
            payment_due_at = case when status = 'awaiting_payment' then v_until else payment_due_at end
        where id = p_order_id;
        perform set_config('app.reason', '', true);
        if v_order.status = 'awaiting_payment' and v_order.paid_amount = v_order.refunded_amount then
            perform hold_order_until(p_order_id, v_until);
        end if;
    end if;
end
$$;

-- Purpose: CS decides about a wish to cancel: granting it cancels the order (its money waits to be refunded), refusing it tells why.
-- Locks: order, then listings by id. Errors: SW003 no reason for a refusal, SW020 no such wish, SW021, SW022, SW040. Called by: POST /admin/orders/<id>/wish.
create function resolve_wish(p_order_id uuid, p_version integer, p_is_granted boolean, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_order(p_order_id, p_version);
begin
    if not p_is_granted and coalesce(trim(p_reason), '') = '' then
        perform refuse('SW003', '{"limit": "reason"}');
    end if;
    update cancellation_wishes set resolved_at = app_now() where order_id = p_order_id and resolved_at is null;
    if not found then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'cancelled'));
    elsif p_is_granted then
        perform move_order(p_order_id, 'cancelled', p_reason);
    else
        insert into order_events (order_id, kind, from_value, to_value, reason, actor, created_at)
        values (p_order_id, 'wish', 'asked', 'refused', trim(p_reason), current_actor(), clock_timestamp() + (app_now() - now()));
    end if;
end
$$;

-- Purpose: the last thing that was done to an order, when the acting person did it, at most thirty seconds ago, and nothing has happened since,
-- and only where taking it back is honest: kind is quote, payment, refund, processing, shipped, delivered or proof; before the columns as they were.
-- Locks: none. Errors: none. Called by: the desk's order page, undo_last.
create function undoable_action(p_order_id uuid) returns table (kind text, seconds_left integer, transaction_id bigint, before jsonb)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
    v_order orders;
    v_last audit_trail;
begin
    select * into v_order from orders where id = p_order_id;
    select * into v_last from audit_trail where order_id = p_order_id and table_name = 'orders' order by id desc limit 1;
    if v_last.actor is distinct from 'staff:' || current_staff_id() or v_last.at < app_now() - interval '30 seconds'
        or (v_last.after ->> 'version')::integer is distinct from v_order.version then
        return;
    end if;
    transaction_id := v_last.transaction_id;
    seconds_left := ceil(extract(epoch from v_last.at + interval '30 seconds' - app_now()));
    select jsonb_object_agg(e.key, e.value order by a.id desc) into before -- of a column that changed twice, the older value stays
    from audit_trail a cross join jsonb_each(a.before) e where a.order_id = p_order_id and a.table_name = 'orders' and a.transaction_id = v_last.transaction_id;
    kind := case
        when before -> 'shipping_amount' = 'null' and v_order.status = 'awaiting_quote' then 'quote'
        when before ? 'paid_amount' and coalesce(before ->> 'status', v_order.status) not in ('expired', 'cancelled')
            and (before ->> 'paid_amount')::bigint < v_order.paid_amount then 'payment'
        when before ? 'refunded_amount' and (before ->> 'refunded_amount')::bigint < v_order.refunded_amount then 'refund'
        when before ->> 'status' = 'paid' and v_order.status = 'processing' then 'processing'
        when before ->> 'status' in ('paid', 'processing') and v_order.status = 'shipped' then 'shipped' -- packed and shipped in one step, too
        when before ->> 'status' = 'shipped' and v_order.status = 'delivered' then 'delivered'
        when before ->> 'payment_status' = 'in_review' and v_order.status = 'awaiting_payment' and not before ? 'status' then 'proof' end;
    if kind is not null then
        return next;
    end if;
end
$$;

-- Purpose: takes back the last thing the acting person did to an order; returns its kind. The timeline keeps both.
-- Locks: order, then listings by id. Errors: SW020 nothing to take back (any more), SW021, SW022, SW040, SW001. Called by: POST /admin/orders/<id>/undo.
create function undo_last(p_order_id uuid, p_version integer) returns text
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_order(p_order_id, p_version);
    v_undo record;
begin
    select * into v_undo from undoable_action(p_order_id);
    if v_undo.kind is null then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'undone'));
    end if;
    perform set_config('app.undoing', 'on', true), set_config('app.reason', 'Diurungkan', true);
    update payment_proofs p set status = a.before ->> 'status', refusal = coalesce(a.before ->> 'refusal', p.refusal) from audit_trail a
    where a.order_id = p_order_id and a.table_name = 'payment_proofs' and a.transaction_id = v_undo.transaction_id and p.id = a.row_key::uuid;
    case v_undo.kind
        when 'quote' then perform undo_quote(v_order);
        when 'payment' then perform undo_money(v_order, v_undo.before, 'payment_undone');
        when 'refund' then perform undo_money(v_order, v_undo.before, 'refund_undone');
        when 'shipped' then perform undo_shipment(v_order, v_undo.before);
        when 'proof' then
            update orders set payment_status = 'in_review', payment_due_at = coalesce((v_undo.before ->> 'payment_due_at')::timestamptz, payment_due_at)
            where id = p_order_id;
            perform keep_order_stock(p_order_id);
        else update orders set status = v_undo.before ->> 'status' where id = p_order_id;
    end case;
    perform set_config('app.undoing', '', true), set_config('app.reason', '', true);
    return v_undo.kind;
end
$$;

-- Purpose: the shipping cost is unknown again; the order waits for a quote under the same code where it is free.
-- Locks: the caller holds the order's row. Errors: none of its own. Called by: undo_last.
create function undo_quote(p_order orders) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_base bigint := p_order.subtotal_amount - p_order.discount_amount;
    v_code integer := claim_transfer_amount(p_order.bank_account ->> 'number', v_base, p_order.cart_id, null, p_order.unique_code);
begin
    update transfer_amounts set released_at = app_now() where cart_id = p_order.cart_id and released_at is null and amount <> v_base + v_code;
    update orders set shipping_amount = null, courier = null, shipping_service = null, unique_code = v_code, total_amount = v_base + v_code where id = p_order.id;
end
$$;

-- Purpose: takes back a payment or a refund: its slip stays, beside one that says it was none. An order that it had paid waits for payment again.
-- Locks: order (the caller's), then listings by id. Errors: none of its own. Called by: undo_last.
create function undo_money(p_order orders, p_before jsonb, p_kind text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_paid bigint := coalesce((p_before ->> 'paid_amount')::bigint, p_order.paid_amount);
    v_refunded bigint := coalesce((p_before ->> 'refunded_amount')::bigint, p_order.refunded_amount);
begin
    insert into payments (order_id, kind, amount, reason, actor)
    values (p_order.id, p_kind, p_order.paid_amount - v_paid + p_order.refunded_amount - v_refunded, 'Diurungkan', current_actor());
    update orders set paid_amount = v_paid, refunded_amount = v_refunded, payment_status = coalesce(p_before ->> 'payment_status', payment_status),
        status = coalesce(p_before ->> 'status', status) where id = p_order.id returning * into p_order;
    if p_order.status = 'awaiting_payment' and p_order.payment_status in ('unpaid', 'failed') then
        perform hold_order_until(p_order.id, p_order.payment_due_at);
    end if;
end
$$;

-- Purpose: the parcel did not leave after all: what was sold is held for the order again, courier and tracking number are as before.
-- Locks: order (the caller's), then listings by id. Errors: none of its own. Called by: undo_last.
create function undo_shipment(p_order orders, p_before jsonb) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_line record;
begin
    perform from marketplace_listings where product_id in (select product_id from order_items where order_id = p_order.id)
    order by product_id for no key update;
    for v_line in select product_id, quantity from order_items where order_id = p_order.id order by product_id loop
        perform move_stock(v_line.product_id, v_line.quantity, v_line.quantity, 'uncommit', 'order:' || p_order.id);
        insert into stock_holds (product_id, owner, quantity) values (v_line.product_id, 'order:' || p_order.id, v_line.quantity);
    end loop;
    update orders set status = 'processing',
        courier = case when p_before ? 'courier' then p_before ->> 'courier' else courier end,
        tracking_number = case when p_before ? 'tracking_number' then p_before ->> 'tracking_number' else tracking_number end
    where id = p_order.id;
    update orders set status = 'paid' where id = p_order.id and p_before ->> 'status' = 'paid';
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function refuse_proof(uuid, integer, uuid, text), resolve_wish(uuid, integer, boolean, text), undoable_action(uuid),
    undo_last(uuid, integer) to sensasiwangi_desk;
reset role;
