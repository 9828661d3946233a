-- 0009 checkout holds: a checkout begins, and its cart's stock is held for a quarter of an hour that can be renewed.
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
        insert into checkouts (cart_id, begun_at) values (v_cart_id, app_now()) returning * into v_checkout;
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
        update checkouts set hold_renewals = 0, begun_at = app_now() where cart_id = p_cart_id;
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
    update checkouts set hold_renewals = case when v_until is null then 0 else hold_renewals + 1 end,
        begun_at = case when v_until is null then app_now() else begun_at end
    where cart_id = v_checkout.cart_id;
    return query select h.product_id, h.wanted, h.available from hold_cart(v_checkout.cart_id, app_now() + interval '15 minutes') h;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function start_checkout(), renew_hold(), cart_held_until() to sensasiwangi_shop;
reset role;
