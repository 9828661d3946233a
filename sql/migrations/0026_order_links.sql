-- 0026 order links: what a signed link to an order opens: little for anybody who holds it, that one order for who knows its phone number.
-- The web application checks the signature; which order is still open, who has proven themselves and what they see is decided here.
set local role sensasiwangi_owner;

create policy "who opened the link of an order reads it" on orders for select to sensasiwangi_shop using (id = (select current_order_id()));

-- Purpose: the order that a link still leads to: until 90 days after it was closed, or until its shopper's data was deleted.
-- Locks: none. Errors: none. Called by: order_behind_link, prove_order_link, enter_order_link.
create function linked_order(p_order_id uuid) returns setof orders
language sql stable security definer
set search_path = public, pg_temp
as $$ select * from orders where id = p_order_id and phone_number <> '' and (closed_at is null or closed_at > app_now() - interval '90 days') $$;

-- Purpose: what everybody who holds an order's link sees: how it stands, what there is to pay, and to which account; nothing about people and
-- places. No row when the link leads nowhere (any more).
-- Locks: none. Errors: none. Called by: GET /o/<token>.
create function order_behind_link(p_order_id uuid)
returns table (
    order_number text, status text, payment_status text, created_at timestamptz, payment_due_at timestamptz, seconds_to_pay integer,
    shipping_amount bigint, total_amount bigint, paid_amount bigint, refunded_amount bigint, bank_account jsonb, first_item text, others integer
)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select o.order_number, o.status, o.payment_status, o.created_at, o.payment_due_at, extract(epoch from o.payment_due_at - app_now())::integer,
        o.shipping_amount, o.total_amount, o.paid_amount, o.refunded_amount, o.bank_account, i.first_item, i.others
    from linked_order(p_order_id) o
    cross join lateral (
        select min(product_name) as first_item, count(*)::integer - 1 as others from order_items where order_id = o.id) i
$$;

-- Purpose: until when somebody who knows the last four digits of an order's phone number may see it whole; null for wrong digits.
-- Locks: none. Errors: SW040 the link leads nowhere. Called by: POST /o/<token>.
create function prove_order_link(p_order_id uuid, p_digits text) returns timestamptz
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_phone_number text;
begin
    select phone_number into v_phone_number from linked_order(p_order_id);
    if v_phone_number is null then
        perform refuse('SW040', '{"what": "order"}');
    end if;
    return case when right(v_phone_number, 4) = p_digits then app_now() + interval '30 minutes' end;
end
$$;

-- Purpose: opens one order for the rest of the transaction, as its shopper by way of the link, and nothing else of theirs. False, and nothing
-- is open, once the proof ran out or the link leads nowhere.
-- Locks: none. Errors: none. Called by: every request for an order seen whole by its link, first in its transaction.
create function enter_order_link(p_order_id uuid, p_proven_until timestamptz) returns boolean
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_customer_id uuid;
begin
    select customer_id into v_customer_id from linked_order(p_order_id)
    where p_proven_until > app_now() and p_proven_until <= app_now() + interval '30 minutes';
    perform set_config('app.customer_id', '', true), set_config('app.cart_id', '', true),
        set_config('app.order_id', case when v_customer_id is null then '' else p_order_id::text end, true),
        set_config('app.actor', coalesce('link:' || v_customer_id, ''), true);
    return v_customer_id is not null;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function order_behind_link(uuid), prove_order_link(uuid, text), enter_order_link(uuid, timestamptz) to sensasiwangi_shop;
reset role;
