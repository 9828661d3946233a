-- 0013 order steps: what its shopper, CS and the clock do to an order on its way.
-- Lock order everywhere: order, then listings by id.
set local role sensasiwangi_owner;

-- Purpose: the shopper takes the final total; the payment term starts now. A second tap finds it taken, and leaves the term alone.
-- Locks: order, then listings by id. Errors: SW020 no quote to accept, SW021, SW040. Called by: POST /order/<id>/accept-quote.
create function accept_shipping_quote(p_order_id uuid, p_version integer, p_payment_term interval) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_opened_order(p_order_id, p_version);
begin
    if v_order.status = 'awaiting_payment' then
        return;
    elsif v_order.status <> 'awaiting_quote' or v_order.shipping_amount is null then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'awaiting_payment'));
    end if;
    update orders set payment_due_at = app_now() + p_payment_term, status = 'awaiting_payment' where id = p_order_id;
    perform hold_order_until(p_order_id, app_now() + p_payment_term);
end
$$;

-- Purpose: the shopper calls an order off while no money is on its way.
-- Locks: order, then listings by id. Errors: SW020 once paid or under review, SW021, SW040. Called by: POST /order/<id>/cancel.
create function cancel_own_order(p_order_id uuid, p_version integer, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_own_order(p_order_id, p_version);
begin
    if v_order.status = 'cancelled' then
        return;
    elsif v_order.status not in ('awaiting_quote', 'awaiting_payment') or v_order.payment_status not in ('unpaid', 'failed') then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'cancelled'));
    end if;
    perform move_order(p_order_id, 'cancelled', p_reason);
end
$$;

-- Purpose: the shopper has the parcel: the order is delivered and done.
-- Locks: the order's row. Errors: SW020 not on its way, SW021, SW040. Called by: POST /order/<id>/received.
create function confirm_received(p_order_id uuid, p_version integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_opened_order(p_order_id, p_version);
begin
    if v_order.status = 'shipped' then
        perform move_order(p_order_id, 'delivered', '');
    end if;
    if v_order.status <> 'completed' then
        perform move_order(p_order_id, 'completed', '');
    end if;
end
$$;

-- Purpose: CS enters what shipping costs; the total and the unique code follow, and the shopper has to accept.
-- Locks: the order's row. Errors: SW003 bad amount, SW020 not waiting for a quote, SW021, SW040. Called by: desk.
create function quote_shipping(p_order_id uuid, p_version integer, p_courier text, p_service text, p_cost bigint) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_order(p_order_id, p_version);
    v_base bigint;
    v_code integer;
begin
    if p_cost is null or p_cost not between 0 and 100000000 then
        perform refuse('SW003', jsonb_build_object('wanted', p_cost));
    elsif v_order.status <> 'awaiting_quote' then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'awaiting_payment'));
    end if;
    v_base := v_order.subtotal_amount + p_cost - v_order.discount_amount;
    v_code := claim_transfer_amount(v_order.bank_account ->> 'number', v_base, v_order.cart_id, null, v_order.unique_code);
    update transfer_amounts set released_at = app_now() where cart_id = v_order.cart_id and released_at is null and amount <> v_base + v_code;
    update orders set shipping_amount = p_cost, courier = p_courier, shipping_service = p_service, unique_code = v_code, total_amount = v_base + v_code
    where id = p_order_id;
end
$$;

-- Purpose: CS sends the parcel: courier and tracking number are written down and the order's stock is sold.
-- Locks: order, then listings by id. Errors: SW003 no tracking number, SW020, SW021, SW022, SW040, SW004. Called by: desk.
create function ship_order(p_order_id uuid, p_version integer, p_courier text, p_tracking_number text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform lock_order(p_order_id, p_version);
    if coalesce(trim(p_tracking_number), '') = '' then
        perform refuse('SW003', jsonb_build_object('order_id', p_order_id, 'limit', 'tracking_number'));
    end if;
    update orders set courier = p_courier, tracking_number = p_tracking_number where id = p_order_id;
    perform move_order(p_order_id, 'shipped', '');
end
$$;

-- Purpose: every other step of the desk along order_transitions: processing, delivered, completed, cancelled.
-- Locks: order, then listings by id. Errors: SW020, SW021, SW040. Called by: desk.
create function advance_order(p_order_id uuid, p_version integer, p_status text, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform lock_order(p_order_id, p_version);
    if p_status is null or p_status not in ('processing', 'delivered', 'completed', 'cancelled') then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'to', p_status));
    end if;
    perform move_order(p_order_id, p_status, p_reason);
end
$$;

-- Purpose: expires unpaid orders past their term, judging the whole condition under each order's lock; may run twice or late.
-- Locks: orders, skipping those busy; then listings by id. Errors: none. Called by: worker.
create function expire_orders(p_limit integer) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order_ids uuid[];
    v_order_id uuid;
begin
    v_order_ids := array(
        select id from orders
        where status = 'awaiting_payment' and payment_status in ('unpaid', 'failed') and payment_due_at <= app_now()
        order by id limit p_limit for update skip locked);
    perform from marketplace_listings where product_id in (select product_id from order_items where order_id = any (v_order_ids))
    order by product_id for no key update;
    foreach v_order_id in array v_order_ids loop
        perform move_order(v_order_id, 'expired', 'Batas waktu pembayaran lewat');
    end loop;
    return cardinality(v_order_ids);
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function accept_shipping_quote(uuid, integer, interval), cancel_own_order(uuid, integer, text), confirm_received(uuid, integer) to sensasiwangi_shop;
grant execute on function quote_shipping(uuid, integer, text, text, bigint), ship_order(uuid, integer, text, text), advance_order(uuid, integer, text, text) to sensasiwangi_desk;
grant execute on function expire_orders(integer) to sensasiwangi_worker;
reset role;
