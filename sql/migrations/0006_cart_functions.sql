-- 0006 cart functions: who is shopping, and what they may do to their cart.
set local role sensasiwangi_owner;

-- Purpose: settles who acts in this transaction: by session hash when sessions live here (the session's data comes along), else by the ids of a trusted store.
-- Every request asks it: index look-ups and assignments only, which cost a fraction of a query that joins them.
-- Locks: none. Errors: SW030 sign-in required. Called by: both doors of app/db.py, first thing in every transaction.
create function identify(p_session text, p_customer_id uuid, p_cart_id uuid, p_member_only boolean)
returns table (customer_id uuid, cart_id uuid, full_name text, email text, session_data jsonb)
language plpgsql security definer
set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
    v_set text;
begin
    if p_session is not null then
        select s.data, nullif(s.data ->> 'customer_id', '')::uuid, nullif(s.data ->> 'cart_id', '')::uuid
        into session_data, p_customer_id, p_cart_id
        from web_sessions s where s.id = p_session and s.expires_at > app_now();
    end if;
    if p_customer_id is not null then
        select c.id, k.id, c.full_name, c.email into customer_id, cart_id, full_name, email
        from customers c left join carts k on k.customer_id = c.id and k.status = 'open' where c.id = p_customer_id;
    end if;
    if customer_id is null and p_member_only then
        perform refuse('SW030', '{}');
    elsif customer_id is null and p_cart_id is not null then
        select k.id into cart_id from carts k where k.id = p_cart_id and k.customer_id is null and k.status = 'open';
    end if;
    v_set := set_config('app.customer_id', coalesce(customer_id::text, ''), true);
    v_set := set_config('app.cart_id', coalesce(cart_id::text, ''), true);
    return next;
end
$$;

-- Purpose: the shopper's open cart, locked; made when there is none yet and p_create says so.
-- Locks: the cart's row. Errors: SW040 no cart. Called by: every function that changes a cart or checks out.
create function lock_cart(p_create boolean) returns carts
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_cart carts;
begin
    select * into v_cart from carts where id = current_cart_id() and status = 'open' for update;
    if not found and p_create then
        insert into carts (customer_id) values (current_customer_id())
        on conflict (customer_id) where status = 'open' do update set updated_at = app_now()
        returning * into v_cart;
        perform set_config('app.cart_id', v_cart.id::text, true);
    elsif not found then
        perform refuse('SW040', '{"what": "cart"}');
    end if;
    return v_cart;
end
$$;

-- Purpose: refuses what may not be in a cart: unknown or unsold listings, more than 10 of one, more than 50 in all, more than there is.
-- Locks: none. Errors: SW001, SW002, SW003 with the limit that was hit. Called by: add_to_cart, set_cart_quantity.
create function check_cart_line(p_cart_id uuid, p_product_id uuid, p_quantity bigint) returns bigint
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_price bigint;
    v_others integer;
    v_available integer := get_available_stock(p_product_id);
begin
    select list_price into v_price from marketplace_listings where product_id = p_product_id and status = 'active';
    if v_price is null then
        perform refuse('SW002', jsonb_build_object('product_id', p_product_id));
    end if;
    select coalesce(sum(quantity), 0) into v_others from cart_items where cart_id = p_cart_id and product_id <> p_product_id;
    if p_quantity > 10 then
        perform refuse('SW003', jsonb_build_object('product_id', p_product_id, 'wanted', p_quantity, 'limit', 'line', 'maximum', 10));
    elsif v_others + p_quantity > 50 then
        perform refuse('SW003', jsonb_build_object('product_id', p_product_id, 'wanted', p_quantity, 'limit', 'cart', 'maximum', 50));
    elsif p_quantity > v_available then
        perform refuse('SW001', jsonb_build_object('product_id', p_product_id, 'wanted', p_quantity, 'available', v_available));
    end if;
    return v_price;
end
$$;

-- Purpose: adds to the shopper's cart, making the cart with its first line. Returns the cart, so that the session can remember it.
-- Locks: the cart's row. Errors: SW001, SW002, SW003. Called by: POST /cart/items.
create function add_to_cart(p_product_id uuid, p_quantity integer) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_cart carts;
    v_quantity bigint;
    v_price bigint;
begin
    if p_quantity is null or p_quantity <= 0 then
        perform refuse('SW003', jsonb_build_object('product_id', p_product_id, 'wanted', p_quantity));
    end if;
    v_cart := lock_cart(true);
    select coalesce(sum(quantity), 0) + p_quantity into v_quantity from cart_items where cart_id = v_cart.id and product_id = p_product_id;
    v_price := check_cart_line(v_cart.id, p_product_id, v_quantity);
    insert into cart_items (cart_id, product_id, quantity, seen_price) values (v_cart.id, p_product_id, v_quantity, v_price)
    on conflict (cart_id, product_id) do update set quantity = excluded.quantity, seen_price = excluded.seen_price;
    update carts set version = version + 1, updated_at = app_now() where id = v_cart.id;
    return v_cart.id;
end
$$;

-- Purpose: gives back what a cart holds of a listing beyond what it still wants.
-- Locks: the listing's row; the caller holds the cart's. Errors: none. Called by: set_cart_quantity, remove_from_cart.
create function trim_cart_hold(p_cart_id uuid, p_product_id uuid, p_wanted integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_held integer;
begin
    perform set_config('app.stock_owner', 'cart:' || p_cart_id, true);
    perform from stock_holds where product_id = p_product_id and owner = current_stock_owner() and state = 'held';
    if found then
        perform from marketplace_listings where product_id = p_product_id for no key update;
        perform sweep_listing(p_product_id, 0);
        select quantity into v_held from stock_holds where product_id = p_product_id and owner = current_stock_owner() and state = 'held';
        if v_held > p_wanted then
            perform release_stock(p_product_id, v_held - p_wanted);
        end if;
    end if;
    perform set_config('app.stock_owner', '', true);
end
$$;

-- Purpose: takes a line out of the shopper's cart; a line that is not there is already out. Returns how many were in it.
-- Locks: the cart's row, then the listing's. Errors: SW040 no cart. Called by: POST /cart/items/<id>/remove, set_cart_quantity.
create function remove_from_cart(p_product_id uuid) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_cart carts := lock_cart(false);
    v_removed integer;
begin
    delete from cart_items where cart_id = v_cart.id and product_id = p_product_id returning quantity into v_removed;
    if found then
        update carts set version = version + 1, updated_at = app_now() where id = v_cart.id;
        perform trim_cart_hold(v_cart.id, p_product_id, 0);
    end if;
    return coalesce(v_removed, 0);
end
$$;

-- Purpose: sets the quantity of a line that is in the cart; 0 removes it.
-- Locks: the cart's row, then the listing's. Errors: SW001, SW002, SW003, SW040 no such line. Called by: POST /cart/items/<id>.
create function set_cart_quantity(p_product_id uuid, p_quantity integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_cart carts := lock_cart(false);
    v_price bigint;
begin
    if p_quantity is null or p_quantity < 0 then
        perform refuse('SW003', jsonb_build_object('product_id', p_product_id, 'wanted', p_quantity));
    elsif p_quantity = 0 then
        perform remove_from_cart(p_product_id);
        return;
    end if;
    v_price := check_cart_line(v_cart.id, p_product_id, p_quantity);
    update cart_items set quantity = p_quantity, seen_price = v_price where cart_id = v_cart.id and product_id = p_product_id;
    if not found then
        perform refuse('SW040', '{"what": "cart line"}');
    end if;
    update carts set version = version + 1, updated_at = app_now() where id = v_cart.id;
    perform trim_cart_hold(v_cart.id, p_product_id, p_quantity);
end
$$;

-- Purpose: moves a visitor's lines into the cart of the customer who just signed in: summed, capped by 10 a line, 50 a cart and stock.
-- Locks: the visitor's cart, then the customer's. Errors: none. Called by: login, registration. Returns how many pieces came along.
create function merge_cart(p_visitor_cart_id uuid, p_customer_id uuid) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_line record;
    v_fits integer;
    v_moved integer := 0;
    v_target uuid;
begin
    perform from carts where id = p_visitor_cart_id and customer_id is null and status = 'open' for update;
    if not found then
        return 0;
    end if;
    perform set_config('app.customer_id', p_customer_id::text, true), set_config('app.cart_id', '', true);
    v_target := (lock_cart(true)).id;
    for v_line in select * from cart_items where cart_id = p_visitor_cart_id order by added_at, product_id loop
        select least(
            v_line.quantity,
            least(10, get_available_stock(v_line.product_id)) - coalesce(sum(quantity) filter (where product_id = v_line.product_id), 0),
            50 - coalesce(sum(quantity), 0))
        into v_fits from cart_items where cart_id = v_target;
        continue when v_fits <= 0;
        insert into cart_items (cart_id, product_id, quantity, seen_price) values (v_target, v_line.product_id, v_fits, v_line.seen_price)
        on conflict (cart_id, product_id) do update set quantity = cart_items.quantity + excluded.quantity;
        v_moved := v_moved + v_fits;
    end loop;
    update carts set version = version + 1, updated_at = app_now() where id = v_target;
    update carts set status = 'merged', updated_at = app_now() where id = p_visitor_cart_id;
    return v_moved;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function identify(text, uuid, uuid, boolean) to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
grant execute on function add_to_cart(uuid, integer), set_cart_quantity(uuid, integer), remove_from_cart(uuid) to sensasiwangi_shop;
grant execute on function merge_cart(uuid, uuid) to sensasiwangi_shop;
reset role;
