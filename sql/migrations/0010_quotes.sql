-- 0010 quotes: what the shopper fills in, and what it comes to: lines, prices, shipping and a total that nobody else is asked for.
-- Lock order everywhere: cart, order, then listings by id.
set local role sensasiwangi_owner;

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

revoke execute on all functions in schema public from public;
grant execute on function choose_address(jsonb, boolean), choose_shipping(text), choose_payment(text, jsonb), renew_quote() to sensasiwangi_shop;
reset role;
