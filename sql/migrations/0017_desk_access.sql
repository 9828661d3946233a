-- 0017 desk access: who of the staff is acting, their sessions and second factor, and what an admin does about colleagues.
-- A session of staff is a row of its own kind: it lives shorter, and removing somebody ends it with the next request.
set local role sensasiwangi_owner;

create table staff_sessions (
    id text primary key,
    staff_id uuid not null references staff,
    confirmed_at timestamptz,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
comment on table staff_sessions is 'Sessions of the desk by the sha256 of their id; confirmed_at is when the second factor was given.';
create index staff_sessions_by_expiry on staff_sessions (expires_at);
create index staff_sessions_by_staff on staff_sessions (staff_id);
select make_private('staff_sessions');

grant select (id, email, full_name, role, second_factor_required, totp_confirmed_at, created_at, removed_at) on staff to sensasiwangi_desk;
create policy "the desk reads its people" on staff for select to sensasiwangi_desk using (true);
grant select (id, email, full_name, phone_number, created_at, deletion_requested_at, deleted_at) on customers to sensasiwangi_desk;
create policy "the desk reads members" on customers for select to sensasiwangi_desk using (true);

-- Purpose: a session of the desk for somebody whose password was right; sweeps up a few that ran out.
-- Locks: none of its own. Errors: none. Called by: POST /auth/login.
create function start_staff_session(p_id text, p_staff_id uuid, p_lifetime interval) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    delete from staff_sessions where id in (
        select id from staff_sessions where expires_at <= app_now() order by expires_at limit 4 for update skip locked);
    insert into staff_sessions (id, staff_id, created_at, expires_at) values (p_id, p_staff_id, app_now(), app_now() + p_lifetime)
$$;

-- Purpose: who of the staff asks, and makes them this transaction's actor. p_unconfirmed lets in who has still to give the second factor.
-- Locks: none. Errors: SW041 nobody of the staff, or no admin where one is asked for; SW031 second factor missing. Called by: app/db.py, first in each transaction.
create function identify_staff(p_session text, p_admin_only boolean, p_unconfirmed boolean)
returns table (staff_id uuid, full_name text, email text, role text, is_confirmed boolean)
language plpgsql security definer
set search_path = public, pg_temp
as $$
#variable_conflict use_column
begin
    select s.id, s.full_name, s.email, s.role, k.confirmed_at is not null or (s.totp_confirmed_at is null and not s.second_factor_required)
    into staff_id, full_name, email, role, is_confirmed
    from staff_sessions k join staff s on s.id = k.staff_id
    where k.id = p_session and k.expires_at > app_now() and s.removed_at is null;
    if staff_id is null or (p_admin_only and role <> 'admin') then
        perform refuse('SW041', '{}');
    elsif not is_confirmed and not p_unconfirmed then
        perform refuse('SW031', '{}');
    end if;
    perform set_config('app.staff_id', staff_id::text, true);
    return next;
end
$$;

-- Purpose: ends a session of the desk.
-- Locks: the session's row. Errors: none. Called by: POST /admin/logout.
create function end_staff_session(p_id text) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$ delete from staff_sessions where id = p_id $$;

-- Purpose: the acting person's secret for codes (RFC 6238), for checking one; is_set says that it has been confirmed before.
-- Locks: none. Errors: none. Called by: GET and POST /admin/second-factor.
create function own_second_factor() returns table (secret text, is_set boolean)
language sql stable security definer
set search_path = public, pg_temp
as $$ select totp_secret, totp_confirmed_at is not null from staff where id = current_staff_id() $$;

-- Purpose: gives the acting person a secret where there is none yet; returns the one that counts.
-- Locks: the person's row. Errors: none. Called by: POST /admin/second-factor/secret.
create function propose_second_factor(p_secret text) returns text
language sql volatile security definer
set search_path = public, pg_temp
as $$ update staff set totp_secret = coalesce(totp_secret, p_secret) where id = current_staff_id() returning totp_secret $$;

-- Purpose: takes the code of a time step that the web process found right; each step once. False when it was used before.
-- Locks: the person's row, then the session's. Errors: none. Called by: POST /admin/second-factor.
create function confirm_second_factor(p_session text, p_step bigint) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update staff set totp_last_step = p_step, totp_confirmed_at = coalesce(totp_confirmed_at, app_now())
    where id = current_staff_id() and totp_last_step < p_step and totp_secret is not null;
    if not found then
        return false;
    end if;
    update staff_sessions set confirmed_at = app_now() where id = p_session and staff_id = current_staff_id();
    return true;
end
$$;

-- Purpose: an admin asks a colleague for a second factor, or no longer; forgetting it lets them set up a new phone.
-- Locks: the person's row. Errors: SW040 no such person, SW041 not an admin. Called by: POST /admin/staff/<id>.
create function set_second_factor(p_staff_id uuid, p_required boolean, p_forget boolean) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform require_admin();
    update staff set
        second_factor_required = p_required,
        totp_secret = case when p_forget then null else totp_secret end,
        totp_confirmed_at = case when p_forget then null else totp_confirmed_at end
    where id = p_staff_id and removed_at is null;
    if not found then
        perform refuse('SW040', '{"what": "staff"}');
    elsif p_forget then
        delete from staff_sessions where staff_id = p_staff_id and staff_id <> current_staff_id();
    end if;
end
$$;

-- Purpose: an admin removes a colleague; their sessions end with their next request, their claims at once. Nobody removes themselves.
-- Locks: the person's row. Errors: SW040 no such person, SW020 oneself, SW041 not an admin. Called by: POST /admin/staff/<id>/remove.
create function remove_staff(p_staff_id uuid) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform require_admin();
    if p_staff_id = current_staff_id() then
        perform refuse('SW020', '{"from": "oneself", "to": "removed"}');
    end if;
    update staff set removed_at = app_now() where id = p_staff_id and removed_at is null;
    if not found then
        perform refuse('SW040', '{"what": "staff"}');
    end if;
    delete from staff_sessions where staff_id = p_staff_id;
    delete from order_claims where staff_id = p_staff_id;
end
$$;

-- Purpose: refuses whoever is not an admin; for functions that only they may call.
-- Locks: none. Errors: SW041. Called by: functions about staff and settings.
create function require_admin() returns void
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
    if not exists (select from staff where id = current_staff_id() and role = 'admin' and removed_at is null) then
        perform refuse('SW041', '{}');
    end if;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function start_staff_session(text, uuid, interval) to sensasiwangi_shop;
grant execute on function identify_staff(text, boolean, boolean), end_staff_session(text), own_second_factor(), propose_second_factor(text),
    confirm_second_factor(text, bigint), set_second_factor(uuid, boolean, boolean), remove_staff(uuid) to sensasiwangi_desk;
reset role;
