-- 0007 accounts functions: registering, passwords, saved addresses and my own data.
set local role sensasiwangi_owner;

comment on column mail_outbox.body is 'Plain text; {site} stands for the public address, which only the sender knows (never the Host header of a request).';
grant select on mail_outbox to sensasiwangi_worker;
create policy "the worker reads mail" on mail_outbox for select to sensasiwangi_worker using (true);

-- Purpose: what login needs to check a password: a member's, or that of somebody who works at the desk; no row for an unknown e-mail.
-- Locks: none. Errors: none. Called by: login, registration.
create function credentials_of(p_email text) returns table (customer_id uuid, staff_id uuid, password_hash text)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select null::uuid, id, password_hash from staff where email = p_email and removed_at is null
    union all
    select id, null::uuid, password_hash from customers where email = p_email
    limit 1
$$;

-- Purpose: the signed-in member's own password hash, for questions like "your current password".
-- Locks: none. Errors: none. Called by: changing the password, deleting the account.
create function own_password_hash() returns text
language sql stable security definer
set search_path = public, pg_temp
as $$ select password_hash from customers where id = current_customer_id() $$;

-- Purpose: makes a member and writes down what was agreed to, to marketing only where a version of its words is given; null when the e-mail already
-- has an account, or works at the desk.
-- Locks: the e-mail's unique entry. Errors: none of ours. Called by: POST /auth/register.
create function register_customer(p_email text, p_full_name text, p_phone_number text, p_password_hash text, p_terms_version text,
    p_marketing_version text default null) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_id uuid;
begin
    insert into customers (email, full_name, phone_number, password_hash, created_at)
    select p_email, p_full_name, p_phone_number, p_password_hash, app_now() where not exists (select from staff where email = p_email)
    on conflict (email) do nothing
    returning id into v_id;
    if v_id is not null then
        insert into consents (customer_id, purpose, text_version, given_at)
        select v_id, c.purpose, c.version, app_now() from (values ('terms', p_terms_version), ('marketing', p_marketing_version)) c (purpose, version)
        where c.version is not null;
    end if;
    return v_id;
end
$$;

-- Purpose: tells the owner of an account that somebody tried to register its e-mail again; at most one mail an hour.
-- Locks: none. Errors: none. Called by: POST /auth/register.
create function remind_registered(p_email text, p_subject text, p_body text) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    insert into mail_outbox (event_key, recipient, subject, body, created_at)
    select 'registered-again:' || id || ':' || to_char(app_now() at time zone 'utc', 'YYYYMMDDHH24'), email, p_subject, p_body, app_now()
    from customers where email = p_email
    on conflict (event_key) do nothing
$$;

-- Purpose: writes a reset link (valid one hour, at most three an hour for one member) and its mail; an unknown e-mail leaves no trace.
-- Locks: the customer's row. Errors: none. Called by: POST /auth/forgot.
create function request_password_reset(p_email text, p_token_hash text, p_subject text, p_body text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_id uuid;
begin
    select id into v_id from customers where email = p_email for no key update;
    if v_id is null or 3 <= (select count(*) from password_resets where customer_id = v_id and created_at > app_now() - interval '1 hour') then
        return;
    end if;
    insert into password_resets (token_hash, customer_id, created_at, expires_at)
    values (p_token_hash, v_id, app_now(), app_now() + interval '1 hour');
    insert into mail_outbox (event_key, recipient, subject, body, created_at)
    values ('password-reset:' || p_token_hash, p_email, p_subject, p_body, app_now());
end
$$;

-- Purpose: whose reset link this is, while it can still be used; no row afterwards.
-- Locks: none. Errors: none. Called by: GET and POST /auth/reset/<token>.
create function password_reset_owner(p_token_hash text) returns table (customer_id uuid, email text, full_name text)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select c.id, c.email, c.full_name from password_resets r join customers c on c.id = r.customer_id
    where r.token_hash = p_token_hash and r.used_at is null and r.expires_at > app_now()
$$;

-- Purpose: sets a member's password, ends every session and every reset link of theirs, and tells them by mail.
-- Locks: the customer's row. Errors: none. Called by: set_password, reset_password.
create function replace_password(p_customer_id uuid, p_password_hash text, p_subject text, p_body text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update customers set password_hash = p_password_hash where id = p_customer_id;
    update password_resets set used_at = app_now() where customer_id = p_customer_id and used_at is null;
    delete from web_sessions where data ->> 'customer_id' = p_customer_id::text;
    insert into mail_outbox (event_key, recipient, subject, body, created_at)
    select 'password-changed:' || gen_random_uuid(), email, p_subject, p_body, app_now() from customers where id = p_customer_id;
end
$$;

-- Purpose: the signed-in member's new password; the caller has checked the current one.
-- Locks: the customer's row. Errors: SW030 sign-in required. Called by: POST /account/password.
create function set_password(p_password_hash text, p_subject text, p_body text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    if current_customer_id() is null then
        perform refuse('SW030', '{}');
    end if;
    perform replace_password(current_customer_id(), p_password_hash, p_subject, p_body);
end
$$;

-- Purpose: a new password by a reset link; returns its owner, null when the link was used, ran out or never existed.
-- Locks: the link's row, then the customer's. Errors: none. Called by: POST /auth/reset/<token>.
create function reset_password(p_token_hash text, p_password_hash text, p_subject text, p_body text) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_owner uuid;
begin
    update password_resets set used_at = app_now() where token_hash = p_token_hash and used_at is null and expires_at > app_now()
    returning customer_id into v_owner;
    if v_owner is not null then
        perform replace_password(v_owner, p_password_hash, p_subject, p_body);
    end if;
    return v_owner;
end
$$;

-- Purpose: the signed-in member's name and phone number.
-- Locks: the customer's row. Errors: SW030 sign-in required. Called by: POST /account.
create function update_profile(p_full_name text, p_phone_number text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update customers set full_name = p_full_name, phone_number = p_phone_number where id = current_customer_id();
    if not found then
        perform refuse('SW030', '{}');
    end if;
end
$$;

-- Purpose: saves an address of the signed-in member; the first one is the default. Null when 20 are saved already.
-- Locks: the customer's row. Errors: SW030 sign-in required. Called by: POST /account/addresses.
create function save_address(p_address jsonb) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_id uuid;
    v_saved integer;
    v_default boolean;
begin
    perform from customers where id = current_customer_id() for no key update;
    if not found then
        perform refuse('SW030', '{}');
    end if;
    select count(*) into v_saved from addresses where customer_id = current_customer_id();
    if v_saved >= 20 then
        return null;
    end if;
    v_default := v_saved = 0 or coalesce((p_address ->> 'is_default')::boolean, false);
    update addresses set is_default = false where v_default and customer_id = current_customer_id() and is_default;
    insert into addresses (customer_id, label, recipient_name, phone_number, province_name, city_name, district_name,
        subdistrict_name, postal_code, address_line, additional_info, is_default, created_at)
    select current_customer_id(), a.label, a.recipient_name, a.phone_number, a.province_name, a.city_name, a.district_name,
        a.subdistrict_name, a.postal_code, a.address_line, a.additional_info, v_default, app_now()
    from jsonb_populate_record(null::addresses, p_address) a
    returning id into v_id;
    return v_id;
end
$$;

-- Purpose: changes an address of the signed-in member; it can become the default, but not stop being it. False when it is not theirs.
-- Locks: the customer's row. Errors: none. Called by: POST /account/addresses/<id>.
create function update_address(p_id uuid, p_address jsonb) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform from customers where id = current_customer_id() for no key update;
    update addresses t
    set label = a.label, recipient_name = a.recipient_name, phone_number = a.phone_number, province_name = a.province_name,
        city_name = a.city_name, district_name = a.district_name, subdistrict_name = a.subdistrict_name,
        postal_code = a.postal_code, address_line = a.address_line, additional_info = a.additional_info
    from jsonb_populate_record(null::addresses, p_address) a
    where t.id = p_id and t.customer_id = current_customer_id();
    if found and (p_address ->> 'is_default')::boolean then
        return choose_default_address(p_id);
    end if;
    return found;
end
$$;

-- Purpose: makes one address of the signed-in member the default. False when it is not theirs.
-- Locks: the customer's row. Errors: none. Called by: POST /account/addresses/<id>/default, update_address.
create function choose_default_address(p_id uuid) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform from customers where id = current_customer_id() for no key update;
    perform from addresses where id = p_id and customer_id = current_customer_id();
    if not found then
        return false;
    end if;
    update addresses set is_default = false where customer_id = current_customer_id() and is_default and id <> p_id;
    update addresses set is_default = true where id = p_id;
    return true;
end
$$;

-- Purpose: removes an address of the signed-in member; the newest other one becomes the default. False when it is not theirs.
-- Locks: the customer's row. Errors: none. Called by: POST /account/addresses/<id>/remove.
create function delete_address(p_id uuid) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_was_default boolean;
begin
    perform from customers where id = current_customer_id() for no key update;
    delete from addresses where id = p_id and customer_id = current_customer_id() returning is_default into v_was_default;
    if v_was_default then
        update addresses set is_default = true
        where id = (select id from addresses where customer_id = current_customer_id() order by created_at desc, id limit 1);
    end if;
    return v_was_default is not null;
end
$$;

-- Purpose: everything kept about the signed-in member, as one document (UU PDP 27/2022 art. 6 and 13).
-- Locks: none. Errors: none. Called by: GET /account/export.
create function export_my_data() returns jsonb
language sql stable security definer
set search_path = public, pg_temp
as $$
    select jsonb_build_object(
        'exported_at', app_now(),
        'profile', to_jsonb(c) - 'id' - 'password_hash',
        'addresses', (
            select coalesce(jsonb_agg(to_jsonb(a) - 'id' - 'customer_id' order by a.created_at), '[]') from addresses a where a.customer_id = c.id),
        'consents', (
            select coalesce(jsonb_agg(to_jsonb(k) - 'id' - 'customer_id' order by k.id), '[]') from consents k where k.customer_id = c.id),
        'orders', (
            select coalesce(jsonb_agg((to_jsonb(o) - '{id,customer_id,cart_id,quote_id,version}'::text[]) || jsonb_build_object(
                'items', (
                    select jsonb_agg(jsonb_build_object('product_name', i.product_name, 'quantity', i.quantity, 'unit_price', i.unit_price)
                        order by i.product_name, i.product_id) from order_items i where i.order_id = o.id),
                'payment_proofs', (
                    select coalesce(jsonb_agg(jsonb_build_object('sent_at', p.created_at, 'content_type', p.content_type, 'status', p.status)
                        order by p.created_at), '[]') from payment_proofs p where p.order_id = o.id)) order by o.created_at), '[]')
            from orders o where o.customer_id = c.id))
    from customers c where c.id = current_customer_id()
$$;

-- Purpose: the signed-in member asks for deletion: at once, or when no order runs any more (carry_out_deletions). Returns how many orders still run.
-- Locks: the open cart, then the customer's row. Errors: SW030 sign-in required. Called by: POST /account/deletion.
create function request_deletion() returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_id uuid := current_customer_id();
    v_running integer;
begin
    perform from carts where customer_id = v_id and status = 'open' order by id for update;
    perform from customers where id = v_id for update;
    if not found then
        perform refuse('SW030', '{}');
    end if;
    update customers set deletion_requested_at = coalesce(deletion_requested_at, app_now()) where id = v_id;
    v_running := running_orders(v_id);
    if v_running = 0 then
        perform erase_customer(v_id);
    end if;
    return v_running;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function credentials_of(text), own_password_hash(), register_customer(text, text, text, text, text, text),
    remind_registered(text, text, text), request_password_reset(text, text, text, text), password_reset_owner(text),
    set_password(text, text, text), reset_password(text, text, text, text), update_profile(text, text),
    save_address(jsonb), update_address(uuid, jsonb), choose_default_address(uuid), delete_address(uuid),
    export_my_data(), request_deletion() to sensasiwangi_shop;
reset role;
