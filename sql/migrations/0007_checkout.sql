-- 0007 checkout: holding a cart's stock, writing down what the shopper fills in, quoting, and placing the order.
-- Lock order everywhere: cart, order, then listings by id.
set local role sensasiwangi_owner;

-- Purpose: the checkout row of the shopper's open cart, with the cart locked; a cart without lines cannot check out.
-- Locks: the cart's row. Errors: SW030 sign-in required, SW040 no cart or no lines. Called by: every checkout function, once.
create function lock_checkout() returns checkouts
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_checkout checkouts;
    v_cart_id uuid;
begin
    if current_customer_id() is null then
        perform refuse('SW030', '{}');
    end if;
    v_cart_id := (lock_cart(false)).id;
    if not exists (select from cart_items where cart_id = v_cart_id) then
        perform refuse('SW040', '{"what": "cart"}');
    end if;
    select * into v_checkout from checkouts where cart_id = v_cart_id;
    if not found then
        insert into checkouts (cart_id) values (v_cart_id) returning * into v_checkout;
    end if;
    return v_checkout;
end
$$;

-- Purpose: when the live hold of the shopper's own cart ends; null when nothing is held or the hold ran out.
-- Locks: none. Errors: none. Called by: hold_cart, countdown.
create function cart_held_until() returns timestamptz
language sql stable security definer
set search_path = public, pg_temp
as $$
    select min(expires_at) from stock_holds
    where owner = 'cart:' || current_cart_id() and state = 'held' and expires_at > app_now()
$$;

-- Purpose: makes the cart's holds equal its lines until p_until: holds what is missing, gives back what is too much.
-- Lines that are short are returned, not raised, so that the other steps go on; the gate (place_order) raises.
-- Locks: listings by id; the caller holds the cart's row. Errors: none. Called by: ensure_hold, renew_hold.
create function hold_cart(p_cart_id uuid, p_until timestamptz) returns table (product_id uuid, wanted integer, available integer)
language plpgsql security definer
set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
    v_line record;
    v_available integer;
    v_held integer;
begin
    perform set_config('app.stock_owner', 'cart:' || p_cart_id, true), set_config('app.hold_until', p_until::text, true);
    for v_line in
        select l.product_id, l.status, coalesce(i.quantity, 0) as quantity
        from marketplace_listings l left join cart_items i on i.cart_id = p_cart_id and i.product_id = l.product_id
        where l.product_id in (
            select product_id from cart_items where cart_id = p_cart_id
            union select product_id from stock_holds where owner = current_stock_owner() and state = 'held')
        order by l.product_id for no key update of l
    loop
        perform sweep_listing(v_line.product_id, 0);
        select coalesce(sum(quantity), 0) into v_held from stock_holds
        where product_id = v_line.product_id and owner = current_stock_owner() and state = 'held';
        v_available := get_available_stock(v_line.product_id);
        if v_line.quantity > v_available or v_line.status <> 'active' then
            return query select v_line.product_id, v_line.quantity, v_available;
        elsif v_line.quantity > v_held then
            perform reserve_stock(v_line.product_id, v_line.quantity - v_held);
        elsif v_held > v_line.quantity then
            perform release_stock(v_line.product_id, v_held - v_line.quantity);
        end if;
    end loop;
    update stock_holds set expires_at = p_until where owner = current_stock_owner() and state = 'held' and expires_at <> p_until;
    perform set_config('app.stock_owner', '', true), set_config('app.hold_until', '', true);
end
$$;

-- Purpose: whether the live holds of a cart are exactly its lines, all of them for sale: then there is nothing to lock.
-- Locks: none; the caller holds the cart's row. Errors: none. Called by: ensure_hold.
create function holds_its_lines(p_cart_id uuid) returns boolean
language sql stable security definer
set search_path = public, pg_temp
as $$
    select not exists (
        select
        from (select i.product_id, i.quantity, l.status from cart_items i join marketplace_listings l using (product_id) where i.cart_id = p_cart_id) i
        full join (select product_id, quantity from stock_holds where owner = 'cart:' || p_cart_id and state = 'held' and expires_at > app_now()) h
            using (product_id)
        where i.quantity is distinct from h.quantity or i.status <> 'active')
$$;

-- Purpose: makes sure the cart's stock is held: keeps the end of a live hold, starts 15 fresh minutes when there is none.
-- Locks: listings by id, none when everything is held already; the caller holds the cart's row. Errors: none. Called by: start_checkout, refresh_quote.
create function ensure_hold(p_cart_id uuid) returns table (product_id uuid, wanted integer, available integer)
language plpgsql security definer
set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
    v_until timestamptz;
begin
    if holds_its_lines(p_cart_id) then
        return;
    end if;
    v_until := cart_held_until();
    if v_until is null then
        update checkouts set hold_renewals = 0 where cart_id = p_cart_id;
    end if;
    return query select h.product_id, h.wanted, h.available from hold_cart(p_cart_id, coalesce(v_until, app_now() + interval '15 minutes')) h;
end
$$;

-- Purpose: starts the checkout, or goes on with it: the cart's stock is held. The rows are the lines that could not be held.
-- Locks: the cart's row, then listings by id. Errors: SW030, SW040. Called by: POST /checkout.
create function start_checkout() returns table (product_id uuid, wanted integer, available integer)
language sql security definer
set search_path = public, pg_temp
as $$ select * from ensure_hold((lock_checkout()).cart_id) $$;

-- Purpose: 15 more minutes, at most three times while the hold lives; a hold that ran out is taken anew, with its check.
-- Locks: the cart's row, then listings by id. Errors: SW020 when all renewals are used, SW030, SW040. Called by: POST /checkout/hold.
create function renew_hold() returns table (product_id uuid, wanted integer, available integer)
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_checkout checkouts := lock_checkout();
    v_until timestamptz := cart_held_until();
begin
    if v_until is not null and v_checkout.hold_renewals >= 3 then
        perform refuse('SW020', jsonb_build_object('what', 'hold', 'renewals', v_checkout.hold_renewals, 'held_until', v_until));
    end if;
    update checkouts set hold_renewals = case when v_until is null then 0 else hold_renewals + 1 end where cart_id = v_checkout.cart_id;
    return query select h.product_id, h.wanted, h.available from hold_cart(v_checkout.cart_id, app_now() + interval '15 minutes') h;
end
$$;

-- Purpose: writes down the address of this checkout, saves it for later orders when asked, and brings the quote up to date.
-- Locks: the cart's row, then listings by id. Errors: SW021, SW030, SW040. Called by: POST /checkout/address.
create function choose_address(p_address jsonb, p_save boolean) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_checkout checkouts := lock_checkout();
begin
    update checkouts set address = p_address, updated_at = app_now() where cart_id = v_checkout.cart_id returning * into v_checkout;
    if p_save then
        insert into addresses (customer_id, recipient_name, phone_number, province_name, city_name, district_name,
            subdistrict_name, postal_code, address_line, additional_info, is_default)
        select current_customer_id(), a.recipient_name, a.phone_number, a.province_name, a.city_name, a.district_name,
            a.subdistrict_name, a.postal_code, a.address_line, a.additional_info,
            not exists (select from addresses where customer_id = current_customer_id())
        from jsonb_populate_record(null::addresses, p_address) a
        where not exists (
            select from addresses s where s.customer_id = current_customer_id()
                and s.recipient_name = a.recipient_name and s.phone_number = a.phone_number
                and s.address_line = a.address_line and s.postal_code = a.postal_code);
    end if;
    return refresh_quote(v_checkout);
end
$$;

-- Purpose: chooses how the order travels, and brings the quote up to date.
-- Locks: the cart's row, then listings by id. Errors: SW021, SW030, SW040 no such option. Called by: POST /checkout/shipping.
create function choose_shipping(p_option text) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_checkout checkouts := lock_checkout();
begin
    if not exists (select from shipping_options where code = p_option and active) then
        perform refuse('SW040', '{"what": "shipping option"}');
    end if;
    update checkouts set shipping_option = p_option, updated_at = app_now() where cart_id = v_checkout.cart_id returning * into v_checkout;
    return refresh_quote(v_checkout);
end
$$;

-- Purpose: claims the amount of a code if nobody else asks for it.
-- Locks: the row it claims. Errors: none. Called by: claim_transfer_amount.
create function try_transfer_amount(p_claim transfer_amounts) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    insert into transfer_amounts (account_number, amount, cart_id, expires_at)
    values (p_claim.account_number, p_claim.amount, p_claim.cart_id, p_claim.expires_at)
    on conflict (account_number, amount) where released_at is null do nothing;
    return found;
end
$$;

-- Purpose: a unique code (1-999) so that no two open amounts on one account are the same; a cart keeps the one it has, else gets the preferred,
-- one drawn by lot or, where the shop is that busy, one of the free ones.
-- Locks: the row of the amount it claims, and of amounts that ran out, skipping those busy. Errors: SW021 when 999 others ask for such amounts already.
-- Called by: write_quote, quote_shipping.
create function claim_transfer_amount(p_account_number text, p_base bigint, p_cart_id uuid, p_expires_at timestamptz, p_preferred integer)
returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_code integer;
begin
    update transfer_amounts set expires_at = p_expires_at where released_at is null and account_number = p_account_number and amount = (
        select amount from transfer_amounts
        where account_number = p_account_number and amount between p_base + 1 and p_base + 999 and released_at is null and cart_id = p_cart_id
        order by (amount - p_base = p_preferred) is true desc, created_at desc limit 1)
    returning amount - p_base into v_code;
    if found then
        return v_code;
    end if;
    foreach v_code in array array[p_preferred, 1 + floor(999 * random())::integer, 1 + floor(999 * random())::integer] loop
        if v_code is not null and try_transfer_amount(row(p_account_number, p_base + v_code, p_cart_id, p_expires_at, null, null)) then
            return v_code;
        end if;
    end loop;
    update transfer_amounts set released_at = app_now() where released_at is null and account_number = p_account_number and amount = any (array(
        select amount from transfer_amounts
        where account_number = p_account_number and amount between p_base + 1 and p_base + 999
            and released_at is null and expires_at <= app_now() and cart_id <> p_cart_id
        for update skip locked));
    for v_code in
        select c from generate_series(1, 999) c
        where not exists (
            select from transfer_amounts t where t.account_number = p_account_number and t.amount = p_base + c and t.released_at is null)
        order by (c = p_preferred) is true desc, random()
    loop
        if try_transfer_amount(row(p_account_number, p_base + v_code, p_cart_id, p_expires_at, null, null)) then
            return v_code;
        end if;
    end loop;
    perform refuse('SW021', '{"what": "unique code"}');
end
$$;

-- Purpose: writes what the shopper is about to see: lines, prices, shipping, total, code; valid 15 minutes.
-- Locks: the caller holds the cart's row. Errors: SW021. Called by: refresh_quote.
create function write_quote(p_checkout checkouts) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_id uuid := gen_random_uuid();
    v_until timestamptz := app_now() + interval '15 minutes';
    v_seen record;
    v_code integer;
begin
    update cart_items i set seen_price = l.list_price from marketplace_listings l -- prices are read once: the desk may change them meanwhile
    where i.cart_id = p_checkout.cart_id and l.product_id = i.product_id and i.seen_price <> l.list_price;
    select c.version, c.customer_id, o.cost, coalesce(o.cost, 0) + sum(i.quantity * i.seen_price)::bigint as base,
        (select q.unique_code from quotes q where q.cart_id = c.id order by q.created_at desc limit 1) as last_code
    into v_seen
    from carts c join cart_items i on i.cart_id = c.id, shipping_options o
    where c.id = p_checkout.cart_id and o.code = p_checkout.shipping_option
    group by c.id, o.code;
    v_code := claim_transfer_amount(p_checkout.bank_account ->> 'number', v_seen.base, p_checkout.cart_id, v_until, v_seen.last_code);
    insert into quotes (id, cart_id, customer_id, cart_version, address, shipping_option, payment_method, bank_account,
        subtotal_amount, shipping_amount, unique_code, total_amount, created_at, expires_at)
    values (v_id, p_checkout.cart_id, v_seen.customer_id, v_seen.version, p_checkout.address, p_checkout.shipping_option, p_checkout.payment_method,
        p_checkout.bank_account, v_seen.base - coalesce(v_seen.cost, 0), v_seen.cost, v_code, v_seen.base + v_code, clock_timestamp(), v_until);
    insert into quote_lines (quote_id, product_id, product_name, quantity, unit_price)
    select v_id, i.product_id, p.name, i.quantity, i.seen_price
    from cart_items i join products p on p.id = i.product_id where i.cart_id = p_checkout.cart_id;
    return v_id;
end
$$;

-- Purpose: makes sure of the hold and writes a fresh quote; null while a step is missing or a line is short.
-- Locks: listings by id; the caller holds the cart's row. Errors: SW021. Called by: every checkout step, renew_quote.
create function refresh_quote(p_checkout checkouts) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform from ensure_hold(p_checkout.cart_id);
    if found or p_checkout.address is null or p_checkout.shipping_option is null or p_checkout.payment_method is null then
        return null;
    end if;
    return write_quote(p_checkout);
end
$$;

-- Purpose: renews the quote of this checkout; null while a step is missing or a line is short.
-- Locks: the cart's row, then listings by id. Errors: SW021, SW030, SW040. Called by: POST /checkout/quote, a refused placing.
create function renew_quote() returns uuid
language sql security definer
set search_path = public, pg_temp
as $$ select refresh_quote(lock_checkout()) $$;

-- Purpose: chooses how the order is paid, and writes the quote of the review page.
-- Locks: the cart's row, then listings by id. Errors: SW021, SW030, SW040. Called by: POST /checkout/payment.
create function choose_payment(p_method text, p_bank_account jsonb) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_checkout checkouts := lock_checkout();
begin
    update checkouts set payment_method = p_method, bank_account = p_bank_account, updated_at = app_now()
    where cart_id = v_checkout.cart_id returning * into v_checkout;
    return refresh_quote(v_checkout);
end
$$;

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
-- Returns the order's number. Locks: key share on the listings. Errors: none of ours. Called by: place_order.
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
        province_name, city_name, district_name, subdistrict_name, postal_code, address_line, additional_info, created_at, updated_at)
    values (p_order_id, v_number, p_quote.customer_id, p_quote.cart_id, p_quote.id,
        case when p_quote.shipping_amount is null then 'awaiting_quote' else 'awaiting_payment' end,
        p_quote.subtotal_amount, p_quote.shipping_amount, p_quote.discount_amount, p_quote.unique_code, p_quote.total_amount,
        p_quote.payment_method, p_quote.bank_account, p_due_at, p_quote.shipping_option,
        v_to ->> 'recipient_name', v_to ->> 'phone_number', v_to ->> 'province_name', v_to ->> 'city_name', v_to ->> 'district_name',
        v_to ->> 'subdistrict_name', v_to ->> 'postal_code', v_to ->> 'address_line', coalesce(v_to ->> 'additional_info', ''), v_now, v_now);
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
grant execute on function start_checkout(), renew_hold(), choose_address(jsonb, boolean), choose_shipping(text), cart_held_until() to sensasiwangi_shop;
grant execute on function choose_payment(text, jsonb), renew_quote(), place_order(uuid, interval) to sensasiwangi_shop;
reset role;
