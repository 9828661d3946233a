-- 0011 placing: one quote becomes one order, with the stock its cart held.
-- Lock order everywhere: cart, order, then listings by id.
set local role sensasiwangi_owner;

-- Purpose: refuses a quote that is no longer what the shopper would buy, with what differs.
-- Locks: none; the caller holds the cart's row. Errors: SW010 expired, SW011 cart changed, SW012 price moved. Called by: place_order.
create function refuse_quote(p_quote quotes, p_cart_status text, p_cart_version integer) returns void
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
    if p_cart_status <> 'open' or p_cart_version <> p_quote.cart_version then
        perform refuse('SW011', jsonb_build_object('quote_id', p_quote.id, 'cart_status', p_cart_status));
    elsif p_quote.expires_at <= app_now() then
        perform refuse('SW010', jsonb_build_object('quote_id', p_quote.id, 'expired_at', p_quote.expires_at));
    end if;
    perform refuse('SW012', jsonb_build_object('quote_id', p_quote.id, 'lines', (
        select jsonb_agg(jsonb_build_object('product_id', q.product_id, 'seen', q.unit_price, 'now', l.list_price))
        from quote_lines q join marketplace_listings l using (product_id) where q.quote_id = p_quote.id and l.list_price <> q.unit_price)));
end
$$;

create sequence order_numbers;

-- Purpose: an order number people can read out: SW-, the day in Jakarta, and five characters nobody mistakes for another.
-- The characters are a sequence shuffled by an odd factor modulo 32^5, so that no two of 33 million orders in a row share them.
-- Locks: none. Errors: none. Called by: insert_order.
create function new_order_number() returns text
language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
    v_signs text := '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
    v_n integer := nextval('order_numbers') * 20811767 % 33554432;
begin
    return 'SW-' || to_char(app_now() at time zone 'Asia/Jakarta', 'YYMMDD') || '-'
        || substr(v_signs, 1 + (v_n >> 20 & 31), 1) || substr(v_signs, 1 + (v_n >> 15 & 31), 1) || substr(v_signs, 1 + (v_n >> 10 & 31), 1)
        || substr(v_signs, 1 + (v_n >> 5 & 31), 1) || substr(v_signs, 1 + (v_n & 31), 1);
end
$$;

-- Purpose: writes an order and its items from a quote; shipping that is still unknown makes it wait for CS, else the payment term starts.
-- Smoke tests order for somebody named UJI COBA. Returns the order's number. Locks: key share on the listings. Errors: none of ours. Called by: place_order.
create function insert_order(p_order_id uuid, p_quote quotes, p_due_at timestamptz) returns text
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_now timestamptz := app_now();
    v_number text := new_order_number();
    v_to jsonb := p_quote.address;
begin
    insert into orders (id, order_number, customer_id, cart_id, quote_id, status, subtotal_amount, shipping_amount, discount_amount,
        unique_code, total_amount, payment_method, bank_account, payment_due_at, shipping_option, recipient_name, phone_number,
        province_name, city_name, district_name, subdistrict_name, postal_code, address_line, additional_info, is_test, created_at, updated_at)
    values (p_order_id, v_number, p_quote.customer_id, p_quote.cart_id, p_quote.id,
        case when p_quote.shipping_amount is null then 'awaiting_quote' else 'awaiting_payment' end,
        p_quote.subtotal_amount, p_quote.shipping_amount, p_quote.discount_amount, p_quote.unique_code, p_quote.total_amount,
        p_quote.payment_method, p_quote.bank_account, p_due_at, p_quote.shipping_option,
        v_to ->> 'recipient_name', v_to ->> 'phone_number', v_to ->> 'province_name', v_to ->> 'city_name', v_to ->> 'district_name',
        v_to ->> 'subdistrict_name', v_to ->> 'postal_code', v_to ->> 'address_line', coalesce(v_to ->> 'additional_info', ''),
        starts_with(v_to ->> 'recipient_name', 'UJI COBA'), v_now, v_now);
    insert into order_items (order_id, product_id, product_name, quantity, unit_price, created_at)
    select p_order_id, product_id, product_name, quantity, unit_price, v_now from quote_lines where quote_id = p_quote.id;
    return v_number;
end
$$;

-- Purpose: takes over the holds of a cart that does not hold all its lines any more, reserving what is missing.
-- Locks: listings by id, then their holds. Errors: SW001 insufficient stock, SW002 not for sale. Called by: place_order.
create function reserve_for_order(p_order_id uuid, p_cart_id uuid, p_due_at timestamptz) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_line record;
begin
    perform from marketplace_listings where product_id in (select product_id from order_items where order_id = p_order_id)
    order by product_id for no key update;
    perform set_config('app.hold_until', coalesce(p_due_at::text, ''), true);
    for v_line in
        select i.product_id, i.quantity, l.status, coalesce((
            select h.quantity from stock_holds h
            where h.product_id = i.product_id and h.owner = 'cart:' || p_cart_id and h.state = 'held' and h.expires_at > app_now()), 0) as held
        from order_items i join marketplace_listings l using (product_id) where i.order_id = p_order_id order by i.product_id
    loop
        if v_line.held = v_line.quantity and v_line.status = 'active' then
            update stock_holds set owner = 'order:' || p_order_id, expires_at = p_due_at, updated_at = app_now()
            where product_id = v_line.product_id and owner = 'cart:' || p_cart_id and state = 'held';
        else
            perform set_config('app.stock_owner', 'cart:' || p_cart_id, true);
            perform release_stock(v_line.product_id, v_line.held) where v_line.held > 0;
            perform set_config('app.stock_owner', 'order:' || p_order_id, true);
            perform reserve_stock(v_line.product_id, v_line.quantity);
        end if;
    end loop;
    perform set_config('app.stock_owner', '', true), set_config('app.hold_until', '', true);
end
$$;

-- Purpose: what becomes of a quote whose cart is not open: the order it made already, or a refusal.
-- Locks: none. Errors: SW011 cart changed, SW040 not there or not yours. Called by: place_order.
create function replay_order(p_quote_id uuid, out order_id uuid, out order_number text, out replayed boolean)
language plpgsql security definer
set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
    v_quote quotes;
begin
    select * into v_quote from quotes q where q.id = p_quote_id and q.customer_id = current_customer_id();
    if not found then
        perform refuse('SW040', '{"what": "quote"}');
    end if;
    select o.id, o.order_number, true into order_id, order_number, replayed from orders o where o.quote_id = p_quote_id;
    if not found then
        perform refuse_quote(v_quote, c.status, c.version) from carts c where c.id = v_quote.cart_id;
    end if;
end
$$;

-- Purpose: makes one order of one quote, however often and from wherever it is sent; a replay gets the same order. Where every line is held and for
-- sale only the holds change their owner: the listings are left alone, so that orders of one hot listing do not wait for each other's commit.
-- Locks: cart, order, then the holds alone or else listings by id. Errors: SW001, SW002, SW010, SW011, SW012, SW040 not there or not yours,
-- 40001 when a sweep came between a look at the holds and their change: the doors try again. Called by: POST /checkout/place.
create function place_order(p_quote_id uuid, p_payment_term interval) returns table (order_id uuid, order_number text, replayed boolean)
language plpgsql security definer
set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
    v_cart record;
    v_seen record;
    v_quote quotes;
    v_now timestamptz := app_now();
    v_due_at timestamptz;
    v_taken integer;
begin
    update carts c set status = 'ordered', updated_at = v_now from quotes q
    where q.id = p_quote_id and q.customer_id = current_customer_id() and c.id = q.cart_id and c.status = 'open'
    returning q as quote, c.version into v_cart;
    if not found then
        return query select * from replay_order(p_quote_id);
        return;
    end if;
    v_quote := v_cart.quote;
    select count(*) as lines, count(*) filter (where l.list_price <> q.unit_price) as moved,
        array_agg(h.product_id) filter (where h.quantity = q.quantity and l.status = 'active') as held,
        (select count(*) from transfer_amounts t where t.cart_id = v_quote.cart_id and t.released_at is null) as claims
    into v_seen
    from quote_lines q join marketplace_listings l using (product_id)
    left join stock_holds h on h.product_id = q.product_id and h.owner = 'cart:' || v_quote.cart_id and h.state = 'held' and h.expires_at > v_now
    where q.quote_id = p_quote_id;
    if v_cart.version <> v_quote.cart_version or v_quote.expires_at <= v_now or v_seen.moved > 0 then
        perform refuse_quote(v_quote, 'open', v_cart.version);
    end if;
    order_id := gen_random_uuid();
    v_due_at := case when v_quote.shipping_amount is not null then v_now + p_payment_term end;
    order_number := insert_order(order_id, v_quote, v_due_at);
    update transfer_amounts set expires_at = null where cart_id = v_quote.cart_id and released_at is null
        and account_number = v_quote.bank_account ->> 'number' and amount = v_quote.total_amount;
    if not found then
        perform refuse('SW010', jsonb_build_object('quote_id', p_quote_id)); -- its amount may be somebody else's by now
    end if;
    if v_seen.claims > 1 then
        update transfer_amounts set released_at = v_now where cart_id = v_quote.cart_id and released_at is null and expires_at is not null;
    end if;
    if cardinality(v_seen.held) = v_seen.lines then
        update stock_holds set owner = 'order:' || place_order.order_id, expires_at = v_due_at, updated_at = v_now
        where owner = 'cart:' || v_quote.cart_id and state = 'held' and product_id = any (v_seen.held);
        get diagnostics v_taken = row_count;
        if v_taken < v_seen.lines then
            raise exception using errcode = '40001', message = 'a hold ran out while its order was placed';
        end if;
    else
        perform reserve_for_order(order_id, v_quote.cart_id, v_due_at);
    end if;
    replayed := false;
    return next;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function place_order(uuid, interval) to sensasiwangi_shop;
reset role;
