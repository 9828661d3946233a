-- 0002 accounts: customers, staff, their sessions, limits, addresses, and the mail that waits to be sent.
set local role sensasiwangi_owner;

create table customers (
    id uuid primary key default gen_random_uuid(),
    email text not null unique constraint email_is_lower_case check (email = lower(email)),
    full_name text not null constraint full_name_has_a_length check (length(full_name) between 1 and 100),
    phone_number text constraint phone_number_is_e164 check (phone_number ~ '^\+[1-9][0-9]{7,14}$'),
    password_hash text not null,
    created_at timestamptz not null default now(),
    deletion_requested_at timestamptz,
    deleted_at timestamptz constraint who_is_deleted_has_asked_for_it check (deleted_at is null or deletion_requested_at is not null)
);
comment on table customers is 'Members of the shop; phone numbers in E.164, passwords as argon2id.';

create table staff (
    id uuid primary key default gen_random_uuid(),
    email text not null unique constraint staff_email_is_lower_case check (email = lower(email)),
    full_name text not null,
    role text not null constraint staff_role_is_known check (role in ('cs', 'admin')),
    password_hash text not null,
    second_factor_required boolean not null default false,
    totp_secret text,
    totp_confirmed_at timestamptz,
    totp_last_step bigint not null default 0,
    created_at timestamptz not null default now(),
    removed_at timestamptz
);
comment on table staff is 'People of the CS desk; made by flask create-staff. totp_last_step is the last time step whose code was taken (RFC 6238), so that none works twice.';

create table addresses (
    id uuid primary key default gen_random_uuid(),
    customer_id uuid not null references customers on delete cascade,
    label text not null default 'Rumah',
    recipient_name text not null,
    phone_number text not null constraint address_phone_is_e164 check (phone_number ~ '^\+[1-9][0-9]{7,14}$'),
    province_name text not null,
    city_name text not null,
    district_name text not null,
    subdistrict_name text not null,
    postal_code text not null constraint postal_code_has_five_digits check (postal_code ~ '^[0-9]{5}$'),
    address_line text not null,
    additional_info text not null default '',
    is_default boolean not null default false,
    created_at timestamptz not null default now()
);
comment on table addresses is 'Addresses a member saved for later orders.';
create index addresses_by_customer on addresses (customer_id);
create unique index one_default_address_per_customer on addresses (customer_id) where is_default;

create table consents (
    id bigint generated always as identity primary key,
    customer_id uuid not null references customers on delete cascade,
    purpose text not null constraint purpose_is_known check (purpose in ('terms', 'marketing')),
    text_version text not null,
    given_at timestamptz not null default now(),
    withdrawn_at timestamptz
);
comment on table consents is 'What a member agreed to and when (UU PDP 27/2022 art. 24).';
create index consents_by_customer on consents (customer_id);

create table password_resets (
    token_hash text primary key,
    customer_id uuid not null references customers on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
);
comment on table password_resets is 'Reset links by the sha256 of their token; one use, short life.';
create index password_resets_by_customer on password_resets (customer_id);

create table web_sessions (
    id text primary key,
    data jsonb not null,
    expires_at timestamptz not null
);
comment on table web_sessions is 'Sessions by the sha256 of their id; data holds customer_id and cart_id.';
create index web_sessions_by_expiry on web_sessions (expires_at);

create unlogged table rate_limits (
    key text primary key,
    hits integer not null,
    expires_at timestamptz not null
);
comment on table rate_limits is 'Counters of Flask-Limiter when there is no Redis; forgotten after a crash, which is fine.';
create index rate_limits_by_expiry on rate_limits (expires_at);

create table mail_outbox (
    id uuid primary key default gen_random_uuid(),
    event_key text not null unique,
    recipient text not null,
    subject text not null,
    body text not null,
    created_at timestamptz not null default now(),
    sent_at timestamptz
);
comment on table mail_outbox is 'Mail written in the transaction of its cause; event_key makes it one mail per event.';

do $private$
declare
    v_table text;
begin
    foreach v_table in array array['customers', 'staff', 'addresses', 'consents', 'password_resets', 'web_sessions', 'rate_limits', 'mail_outbox'] loop
        perform make_private(v_table::regclass);
    end loop;
end
$private$;

grant select (id, email, full_name, phone_number, created_at, deletion_requested_at) on customers to sensasiwangi_shop;
create policy "shoppers read their own account" on customers for select to sensasiwangi_shop using (id = (select current_customer_id()));
grant select on addresses to sensasiwangi_shop;
create policy "shoppers read their own addresses" on addresses for select to sensasiwangi_shop using (customer_id = (select current_customer_id()));
grant select on consents to sensasiwangi_shop;
create policy "shoppers read their own consents" on consents for select to sensasiwangi_shop using (customer_id = (select current_customer_id()));
reset role;
