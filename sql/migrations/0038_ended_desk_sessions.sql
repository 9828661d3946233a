-- 0038 ended desk sessions: who comes back to the desk after their session ended is asked to sign in; for a week, then they are a stranger.
set local role sensasiwangi_owner;

-- Purpose: a session of the desk for somebody whose password was right; sweeps up a few that ended a week ago.
-- Locks: none of its own. Errors: none. Called by: POST /auth/login.
create or replace function start_staff_session(p_id text, p_staff_id uuid, p_lifetime interval) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    delete from staff_sessions where id in (
        select id from staff_sessions where expires_at <= app_now() - interval '7 days' order by expires_at limit 4 for update skip locked);
    insert into staff_sessions (id, staff_id, created_at, expires_at) values (p_id, p_staff_id, app_now(), app_now() + p_lifetime)
$$;

-- Purpose: who of the staff asks, and makes them this transaction's actor. p_unconfirmed lets in who has still to give the second factor.
-- Locks: none. Errors: SW041 nobody of the staff, or no admin where one is asked for; SW030 the session has ended; SW031 second factor missing.
-- Called by: app/db.py, first in each transaction.
create or replace function identify_staff(p_session text, p_admin_only boolean, p_unconfirmed boolean)
returns table (staff_id uuid, full_name text, email text, role text, is_confirmed boolean)
language plpgsql security definer
set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
    v_has_ended boolean;
begin
    select s.id, s.full_name, s.email, s.role, k.expires_at <= app_now(),
        k.confirmed_at is not null or (s.totp_confirmed_at is null and not s.second_factor_required)
    into staff_id, full_name, email, role, v_has_ended, is_confirmed
    from staff_sessions k join staff s on s.id = k.staff_id
    where k.id = p_session and s.removed_at is null;
    if staff_id is null or (p_admin_only and role <> 'admin') then
        perform refuse('SW041', '{}');
    elsif v_has_ended then
        perform refuse('SW030', '{}');
    elsif not is_confirmed and not p_unconfirmed then
        perform refuse('SW031', '{}');
    end if;
    perform set_config('app.staff_id', staff_id::text, true);
    return next;
end
$$;
reset role;
