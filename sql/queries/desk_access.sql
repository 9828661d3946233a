-- People of the desk and their second factor.

-- name: own_second_factor
select secret, is_set from own_second_factor();

-- name: propose_second_factor
select propose_second_factor(%(secret)s);

-- name: confirm_second_factor
select confirm_second_factor(%(session)s, %(step)s);

-- name: people
select id, full_name, email, role, second_factor_required, totp_confirmed_at is not null as has_second_factor, created_at
from staff where removed_at is null order by full_name, id;

-- name: set_second_factor
select set_second_factor(%(staff_id)s, %(required)s, %(forget)s);

-- name: remove
select remove_staff(%(staff_id)s);
