-- 0020 desk edits: an order is changed before it is paid: fewer pieces, a line less, another address. Never more, and never a price.
-- Lock order everywhere: order, then listings by id.
set local role sensasiwangi_owner;

-- Purpose: writes an order's lines as p_quantities (product id to quantity, 0 removes) says and gives back what they held; returns the new subtotal.
-- Locks: listings by id; the caller holds the order's row. Errors: SW003 a quantity that is none, more than was ordered or nothing left; SW004
-- a hold that ran out. Called by: edit_order.
create function reduce_lines(p_order_id uuid, p_quantities jsonb) returns bigint
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_line record;
    v_subtotal bigint;
begin
    perform from marketplace_listings where product_id in (select product_id from order_items where order_id = p_order_id)
    order by product_id for no key update;
    perform set_config('app.stock_owner', 'order:' || p_order_id, true);
    for v_line in
        select i.product_id, i.quantity, (p_quantities ->> i.product_id::text)::integer as wanted from order_items i
        where i.order_id = p_order_id and p_quantities ? i.product_id::text order by i.product_id
    loop
        if v_line.wanted is null or v_line.wanted not between 0 and v_line.quantity then
            perform refuse('SW003', jsonb_build_object('product_id', v_line.product_id, 'wanted', v_line.wanted, 'limit', 'line', 'maximum', v_line.quantity));
        elsif v_line.wanted = 0 then
            delete from order_items where order_id = p_order_id and product_id = v_line.product_id;
        else
            update order_items set quantity = v_line.wanted where order_id = p_order_id and product_id = v_line.product_id and quantity <> v_line.wanted;
        end if;
        if v_line.wanted < v_line.quantity then
            perform release_stock(v_line.product_id, v_line.quantity - v_line.wanted);
        end if;
    end loop;
    perform set_config('app.stock_owner', '', true);
    select sum(quantity * unit_price) into v_subtotal from order_items where order_id = p_order_id;
    if v_subtotal is null then
        perform refuse('SW003', jsonb_build_object('order_id', p_order_id, 'limit', 'items'));
    end if;
    return v_subtotal;
end
$$;

-- Purpose: staff change an order that nobody has paid yet: quantities down (see reduce_lines), and the address (p_address has the fields of the
-- address form). The total and its unique code follow; the shopper reads each change on the timeline.
-- Locks: order, then listings by id. Errors: SW003, SW004, SW020 money is on it or it is closed, SW021, SW022, SW040. Called by: POST /admin/orders/<id>/edit.
create function edit_order(p_order_id uuid, p_version integer, p_quantities jsonb, p_address jsonb, p_reason text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_order(p_order_id, p_version);
    v_new orders;
    v_base bigint;
begin
    if v_order.status not in ('awaiting_quote', 'awaiting_payment') or v_order.payment_status not in ('unpaid', 'failed') then
        perform refuse('SW020', jsonb_build_object('order_id', p_order_id, 'from', v_order.status, 'to', 'edited'));
    end if;
    perform set_config('app.reason', coalesce(p_reason, ''), true);
    v_new := jsonb_populate_record(v_order, p_address - '{id,order_number,customer_id,cart_id,quote_id,status,payment_status}'::text[]);
    v_new.subtotal_amount := reduce_lines(p_order_id, p_quantities);
    v_base := v_new.subtotal_amount + coalesce(v_order.shipping_amount, 0) - v_order.discount_amount;
    if v_new.subtotal_amount <> v_order.subtotal_amount then
        v_new.unique_code := claim_transfer_amount(v_order.bank_account ->> 'number', v_base, v_order.cart_id, null, v_order.unique_code);
        update transfer_amounts set released_at = app_now()
        where cart_id = v_order.cart_id and released_at is null and amount <> v_base + v_new.unique_code;
    end if;
    update orders set
        subtotal_amount = v_new.subtotal_amount, unique_code = v_new.unique_code, total_amount = v_base + v_new.unique_code,
        recipient_name = v_new.recipient_name, phone_number = v_new.phone_number, province_name = v_new.province_name, city_name = v_new.city_name,
        district_name = v_new.district_name, subdistrict_name = v_new.subdistrict_name, postal_code = v_new.postal_code,
        address_line = v_new.address_line, additional_info = v_new.additional_info
    where id = p_order_id returning * into v_new;
    if (v_new.recipient_name, v_new.phone_number, v_new.province_name, v_new.city_name, v_new.district_name, v_new.subdistrict_name,
            v_new.postal_code, v_new.address_line, v_new.additional_info) is distinct from
        (v_order.recipient_name, v_order.phone_number, v_order.province_name, v_order.city_name, v_order.district_name, v_order.subdistrict_name,
            v_order.postal_code, v_order.address_line, v_order.additional_info) then
        insert into order_events (order_id, kind, reason, actor, order_version, created_at)
        values (p_order_id, 'address', coalesce(p_reason, ''), current_actor(), v_new.version, clock_timestamp() + (app_now() - now()));
    end if;
    perform set_config('app.reason', '', true);
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function edit_order(uuid, integer, jsonb, jsonb, text) to sensasiwangi_desk;
reset role;
