-- Members: login, passwords, profile, saved addresses, own data. Row-level security and the functions know who is signed in.

-- name: credentials_of
select customer_id, staff_id, password_hash from credentials_of(%(email)s);

-- name: own_password_hash
select own_password_hash();

-- name: register
select register_customer(%(email)s, %(full_name)s, %(phone_number)s, %(password_hash)s, %(terms_version)s, %(marketing_version)s);

-- name: remind_registered
select remind_registered(%(email)s, %(subject)s, %(body)s);

-- name: merge_cart
select merge_cart(%(visitor_cart_id)s, %(customer_id)s);

-- name: request_password_reset
select request_password_reset(%(email)s, %(token_hash)s, %(subject)s, %(body)s);

-- name: password_reset_owner
select customer_id, email, full_name from password_reset_owner(%(token_hash)s);

-- name: reset_password
select reset_password(%(token_hash)s, %(password_hash)s, %(subject)s, %(body)s);

-- name: set_password
select set_password(%(password_hash)s, %(subject)s, %(body)s);

-- name: profile
select c.full_name, c.email, c.phone_number, c.created_at, c.deletion_requested_at,
    (select count(*) from addresses a where a.customer_id = c.id) as saved_addresses,
    (select count(*) from orders o where o.customer_id = c.id and o.status not in ('completed', 'cancelled', 'expired')) as open_orders
from customers c where c.id = current_customer_id();

-- name: person
select full_name as recipient_name, coalesce(phone_number, '') as phone_number from customers where id = current_customer_id();

-- name: first_name
select split_part(full_name, ' ', 1) from customers where id = current_customer_id();

-- name: update_profile
select update_profile(%(full_name)s, %(phone_number)s);

-- name: addresses
select id, label, recipient_name, phone_number, province_name, city_name, district_name, subdistrict_name, postal_code,
    address_line, additional_info, is_default
from addresses where customer_id = current_customer_id() order by is_default desc, created_at desc, id;

-- name: address
select id, label, recipient_name, phone_number, province_name, city_name, district_name, subdistrict_name, postal_code,
    address_line, additional_info, is_default
from addresses where id = %(id)s and customer_id = current_customer_id();

-- name: save_address
select save_address(%(fields)s);

-- name: update_address
select update_address(%(id)s, %(fields)s);

-- name: choose_default_address
select choose_default_address(%(id)s);

-- name: delete_address
select delete_address(%(id)s);

-- name: export_my_data
select export_my_data();

-- name: request_deletion
select request_deletion();

-- name: withdraw_deletion
select withdraw_deletion();

-- name: consents
select purpose, text_version, given_at, withdrawn_at from consents where customer_id = current_customer_id() order by id desc;

-- name: set_marketing_consent
select set_marketing_consent(%(text_version)s, %(is_given)s);
