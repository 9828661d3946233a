-- 0037 cart keys: an addition that is sent again, because its answer was lost or a finger tapped twice, adds once.
set local role sensasiwangi_owner;

alter table carts add column addition_keys text[] not null default '{}'
constraint cart_remembers_few_additions check (cardinality(addition_keys) <= 8);

-- Purpose: adds pieces to the shopper's cart unless the cart knows this addition by its key; an empty key is none. Returns the cart.
-- Locks: the cart's row. Errors: SW001, SW002, SW003 as add_to_cart. Called by: POST /cart/items.
-- A cart remembers its latest eight: whoever taps again does so next.
create function add_to_cart_once(p_product_id uuid, p_quantity integer, p_key text) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_cart carts := lock_cart(true);
begin
    if p_key = any(v_cart.addition_keys) then
        return v_cart.id;
    end if;
    perform add_to_cart(p_product_id, p_quantity);
    if p_key <> '' then
        update carts set addition_keys = (array[p_key] || addition_keys)[:8] where id = v_cart.id;
    end if;
    return v_cart.id;
end
$$;
comment on function add_to_cart_once(uuid, integer, text) is 'Adds pieces to the shopper''s cart, once for each key.';
revoke execute on all functions in schema public from public;
grant execute on function add_to_cart_once(uuid, integer, text) to sensasiwangi_shop;
reset role;
