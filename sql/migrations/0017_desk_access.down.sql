-- Loses the sessions of the staff, who sign in again afterwards.
set local role sensasiwangi_owner;
drop function require_admin();
drop function remove_staff(uuid);
drop function set_second_factor(uuid, boolean, boolean);
drop function confirm_second_factor(text, bigint);
drop function propose_second_factor(text);
drop function own_second_factor();
drop function end_staff_session(text);
drop function identify_staff(text, boolean, boolean);
drop function start_staff_session(text, uuid, interval);
drop policy "the desk reads members" on customers;
revoke select (id, email, full_name, phone_number, created_at, deletion_requested_at, deleted_at) on customers from sensasiwangi_desk;
drop policy "the desk reads its people" on staff;
revoke select (id, email, full_name, role, second_factor_required, totp_confirmed_at, created_at, removed_at) on staff from sensasiwangi_desk;
drop table staff_sessions;
reset role;
