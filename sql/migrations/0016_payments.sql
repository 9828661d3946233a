-- 0016 payments: money that comes in, in time or late, and money that goes back. It is never dropped: what an expired or cancelled
-- order cannot be sold for any more waits in late_money() until the goods can be had, others are sent instead, or it is refunded.
-- Lock order everywhere: order, then listings by id.
set local role sensasiwangi_owner;

-- Purpose: stands by an order that money or its proof came for: with all its money it is paid, without it waits and keeps its stock. An order
-- whose stock somebody else has by now stays closed, or expires. Returns whether the order stands.
-- Locks: listings by id; the caller holds the order's row. Errors: none: SW001 and SW002 are what closes it. Called by: record_payment, submit_payment_proof.
create function stand_by_order(p_order orders, p_is_full boolean, p_reason text) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    if p_is_full then
        perform move_order(p_order.id, 'paid', p_reason);
    elsif p_order.status = 'awaiting_payment' then
        perform keep_order_stock(p_order.id);
    end if;
    return p_is_full or p_order.status = 'awaiting_payment';
exception when sqlstate 'SW001' or sqlstate 'SW002' then
    if p_order.status = 'awaiting_payment' then
        perform move_order(p_order.id, 'expired', 'Stoknya habis sebelum pembayaran masuk');
    end if;
    return false;
end
$$;

-- Purpose: takes an uploaded proof; that pauses expiry. For an order that is closed already it is kept for CS, who looks whether money came.
-- Locks: order, then listings by id. Errors: SW020 not payable, SW040. Called by: POST /order/<id>/payment-proof.
create function submit_payment_proof(p_order_id uuid, p_content_type text, p_content bytea) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_opened_order(p_order_id, null);
begin
    if v_order.status not in ('awaiting_payment', 'expired', 'cancelled')
        or v_order.payment_status not in ('unpaid', 'in_review', 'partial', 'failed') or v_order.shipping_amount is null then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'in_review'));
    end if;
    perform stand_by_order(v_order, false, '');
    insert into payment_proofs (order_id, content_type, content) values (p_order_id, p_content_type, p_content);
    update orders set payment_status = 'in_review' where id = p_order_id;
end
$$;

-- Purpose: writes down money that came in or went back, and what it makes of the order's payment status.
-- Locks: the caller holds the order's row. Errors: SW020. Called by: record_payment, record_refund.
create function book_money(p_order orders, p_kind text, p_amount bigint, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_in bigint := case p_kind when 'payment' then p_amount else 0 end;
    v_out bigint := case p_kind when 'refund' then p_amount else 0 end;
    v_kept bigint := p_order.paid_amount + v_in - p_order.refunded_amount - v_out;
begin
    insert into payments (order_id, kind, amount, reason, actor) values (p_order.id, p_kind, p_amount, coalesce(p_reason, ''), current_actor());
    perform set_config('app.reason', coalesce(p_reason, ''), true);
    update orders set
        paid_amount = paid_amount + v_in,
        refunded_amount = refunded_amount + v_out,
        payment_status = case
            when v_kept = 0 then 'refunded'
            when v_kept > total_amount then 'overpaid'
            when v_kept = total_amount then 'paid'
            when v_out > 0 then 'partially_refunded'
            else 'partial' end
    where id = p_order.id;
    perform set_config('app.reason', '', true);
end
$$;

-- Purpose: CS books money that arrived, also late or too much. Returns whether the order stands; false: the money waits in late_money().
-- Locks: order, then listings by id. Errors: SW003 bad amount, SW020 no total to pay yet, SW021, SW040. Called by: desk.
create function record_payment(p_order_id uuid, p_version integer, p_amount bigint, p_reason text) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_order(p_order_id, p_version);
    v_kept bigint := v_order.paid_amount - v_order.refunded_amount + p_amount;
begin
    if p_amount is null or p_amount not between 1 and 1000000000 then
        perform refuse('SW003', jsonb_build_object('wanted', p_amount));
    elsif v_order.status = 'awaiting_quote' then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'paid'));
    end if;
    perform book_money(v_order, 'payment', p_amount, p_reason);
    update payment_proofs set status = 'accepted' where order_id = p_order_id and status = 'waiting';
    if v_order.status not in ('awaiting_payment', 'expired', 'cancelled') then
        return true;
    end if;
    return stand_by_order(v_order, v_kept >= v_order.total_amount and v_order.shipping_amount is not null, p_reason);
end
$$;

-- Purpose: CS sends money back: a surplus, or all of an order that could not be kept.
-- Locks: the order's row. Errors: SW003 nothing or more than we have, SW020, SW021, SW040. Called by: desk.
create function record_refund(p_order_id uuid, p_version integer, p_amount bigint, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_order(p_order_id, p_version);
    v_most bigint := v_order.paid_amount - v_order.refunded_amount;
begin
    if p_amount is null or p_amount not between 1 and v_most then
        perform refuse('SW003', jsonb_build_object('wanted', p_amount, 'limit', 'refund', 'maximum', v_most));
    end if;
    perform book_money(v_order, 'refund', p_amount, p_reason);
end
$$;

-- Purpose: writes the timeline row of an item that was replaced by another, became fewer, or was taken out.
-- Locks: none of its own. Errors: none. Called by: trigger on order_items.
create function record_item_change() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    insert into order_events (order_id, kind, from_value, to_value, reason, actor, created_at)
    select old.order_id, 'item', case when s.is_swap then old.product_name else old.product_name || ' × ' || old.quantity end,
        case when s.is_swap then new.product_name when tg_op = 'UPDATE' then new.product_name || ' × ' || new.quantity end,
        coalesce(current_setting('app.reason', true), ''), current_actor(), clock_timestamp() + (app_now() - now())
    from (select tg_op = 'UPDATE' and new.product_id <> old.product_id as is_swap) s;
    return null;
end
$$;
create trigger record_item_change after update of product_id, quantity or delete on order_items for each row execute function record_item_change();

-- Purpose: CS brings an order with late money back to life: with its own goods when they can be had again, or with others that the shopper
-- agreed to (p_replacements maps product ids to product ids; price and quantity stay).
-- Locks: order, then listings by id. Errors: SW001, SW002 not to be had, SW003 a replacement that is in the order already, SW020 not closed or
-- money missing, SW021, SW040. Called by: desk.
create function revive_order(p_order_id uuid, p_version integer, p_replacements jsonb, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_order(p_order_id, p_version);
    v_swap record;
begin
    if v_order.status not in ('expired', 'cancelled') or v_order.shipping_amount is null
        or v_order.paid_amount - v_order.refunded_amount < v_order.total_amount then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'paid'));
    end if;
    perform set_config('app.reason', coalesce(p_reason, ''), true);
    for v_swap in select key::uuid as gone, value::uuid as instead from jsonb_each_text(coalesce(p_replacements, '{}')) order by 1 loop
        if exists (select from order_items where order_id = p_order_id and product_id = v_swap.instead) then
            perform refuse('SW003', jsonb_build_object('product_id', v_swap.instead, 'limit', 'line'));
        end if;
        update order_items i set product_id = p.id, product_name = p.name from products p
        where i.order_id = p_order_id and i.product_id = v_swap.gone and p.id = v_swap.instead;
        if not found then
            perform refuse('SW002', jsonb_build_object('product_id', v_swap.instead));
        end if;
    end loop;
    perform move_order(p_order_id, 'paid', p_reason);
end
$$;

-- Purpose: orders that cannot be sold any more but have money of a shopper, oldest first: refund it, or revive the order. missing counts the
-- items that cannot be had now; with none missing and all the money there, reviving needs no replacement.
-- Locks: none. Errors: none. Called by: desk.
create function late_money() returns table (order_id uuid, order_number text, status text, total_amount bigint, kept_amount bigint, missing integer, closed_at timestamptz)
language plpgsql security definer
set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
    perform set_config('app.stock_owner', 'nobody', true); -- what anybody can have: a hold of the desk's own is not the order's
    return query
    select o.id, o.order_number, o.status, o.total_amount, o.paid_amount - o.refunded_amount, (
        select count(*)::integer from order_items i where i.order_id = o.id and get_available_stock(i.product_id) < i.quantity), o.closed_at
    from orders o where o.paid_amount > o.refunded_amount and o.status in ('expired', 'cancelled')
    order by o.closed_at, o.id;
    perform set_config('app.stock_owner', '', true);
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function submit_payment_proof(uuid, text, bytea) to sensasiwangi_shop;
grant execute on function record_payment(uuid, integer, bigint, text), record_refund(uuid, integer, bigint, text),
    revive_order(uuid, integer, jsonb, text), late_money() to sensasiwangi_desk;
reset role;
