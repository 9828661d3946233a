-- 0031 privacy: consent to marketing, and requests for deletion that wait until a member's orders are closed (UU PDP 27/2022 art. 8, 9, 14).
set local role sensasiwangi_owner;

create unique index one_live_consent_per_purpose on consents (customer_id, purpose) where withdrawn_at is null;
create index customers_by_deletion_request on customers (deletion_requested_at) where deletion_requested_at is not null and deleted_at is null;

-- Purpose: the signed-in member agrees to marketing in the words of a version, or no longer; each yes is a row of its own, a no ends it.
-- Locks: the customer's row. Errors: SW030 sign-in required. Called by: POST /account/consent.
create function set_marketing_consent(p_text_version text, p_is_given boolean) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform from customers where id = current_customer_id() for no key update;
    if not found then
        perform refuse('SW030', '{}');
    end if;
    if p_is_given then
        insert into consents (customer_id, purpose, text_version, given_at) values (current_customer_id(), 'marketing', p_text_version, app_now())
        on conflict (customer_id, purpose) where withdrawn_at is null do nothing;
    else
        update consents set withdrawn_at = app_now() where customer_id = current_customer_id() and purpose = 'marketing' and withdrawn_at is null;
    end if;
end
$$;

-- Purpose: how many orders of a member still need to know who they are: those that run, and closed ones with money that has to go back.
-- Locks: none. Errors: none. Called by: request_deletion, carry_out_deletions, the desk's page.
create function running_orders(p_customer_id uuid) returns integer
language sql stable security definer
set search_path = public, pg_temp
as $$
    select count(*)::integer from orders where customer_id = p_customer_id
        and (status not in ('completed', 'cancelled', 'expired') or status in ('cancelled', 'expired') and paid_amount > refunded_amount)
$$;

-- Purpose: takes back a request for deletion that waits.
-- Locks: the customer's row. Errors: none. Called by: POST /account/deletion/withdraw.
create function withdraw_deletion() returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$ update customers set deletion_requested_at = null where id = current_customer_id() and deleted_at is null $$;

-- Purpose: removes a member's personal data. Orders stay with their amounts, goods, city and timeline; who got them where is gone, from the audit
-- trail of their orders too.
-- Locks: the caller holds the open cart and the customer's row; then orders. Errors: none. Called by: request_deletion, carry_out_deletions.
create function erase_customer(p_customer_id uuid) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_email text;
    v_personal text[] := '{recipient_name,phone_number,subdistrict_name,postal_code,address_line,additional_info}';
begin
    select email into v_email from customers where id = p_customer_id;
    delete from checkouts where cart_id in (select id from carts where customer_id = p_customer_id);
    delete from quotes where customer_id = p_customer_id and not exists (select from orders where quote_id = quotes.id);
    delete from addresses where customer_id = p_customer_id;
    delete from password_resets where customer_id = p_customer_id;
    delete from mail_outbox where recipient = v_email;
    delete from web_sessions where data ->> 'customer_id' = p_customer_id::text;
    update quotes set address = '{}' where customer_id = p_customer_id;
    update consents set withdrawn_at = app_now() where customer_id = p_customer_id and withdrawn_at is null;
    update customers set email = 'terhapus-' || id || '@invalid', full_name = 'Akun terhapus', phone_number = null, password_hash = '!',
        deleted_at = app_now()
    where id = p_customer_id;
    update orders set recipient_name = 'Akun terhapus', phone_number = '', subdistrict_name = '', postal_code = '', address_line = '', additional_info = ''
    where customer_id = p_customer_id;
    perform set_config('app.erasing', 'on', true);
    update audit_trail set before = before - v_personal, after = after - v_personal
    where table_name = 'orders' and order_id in (select id from orders where customer_id = p_customer_id);
    perform set_config('app.erasing', '', true);
    update payment_proofs set content = null where order_id in (select id from orders where customer_id = p_customer_id);
end
$$;

-- Purpose: carries out requests for deletion whose orders are closed by now, oldest first; returns how many.
-- Locks: for each member the open cart, then the customer's row. Errors: none. Called by: worker.
create function carry_out_deletions(p_limit integer) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_id uuid;
    v_done integer := 0;
begin
    for v_id in
        select id from customers where deletion_requested_at is not null and deleted_at is null and running_orders(id) = 0
        order by deletion_requested_at, id limit p_limit
    loop
        perform from carts where customer_id = v_id and status = 'open' order by id for update;
        perform from customers where id = v_id and deletion_requested_at is not null and deleted_at is null for update;
        if found and running_orders(v_id) = 0 then
            perform erase_customer(v_id);
            v_done := v_done + 1;
        end if;
    end loop;
    return v_done;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function set_marketing_consent(text, boolean), withdraw_deletion() to sensasiwangi_shop;
grant execute on function carry_out_deletions(integer) to sensasiwangi_worker;
grant execute on function running_orders(uuid) to sensasiwangi_desk;
reset role;
