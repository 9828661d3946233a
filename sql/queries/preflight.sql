-- What flask preflight asks the catalogue, and the steps that it takes back. Nothing here is on a request's way.

-- name: be_brief
select set_config('lock_timeout', '3s', true), set_config('statement_timeout', '60s', true), set_config('app.actor', 'flask preflight', true);

-- name: login
select session_user::text;

-- name: may_own
select pg_has_role(session_user, 'sensasiwangi_owner', 'member') from pg_roles where rolname = 'sensasiwangi_owner';

-- name: become_owner
select set_config('role', 'sensasiwangi_owner', true);

-- name: become
select set_config('role', %(role)s, true);

-- name: copy
select
    pg_is_in_recovery() as follows,
    (select system_identifier::text from pg_control_system()) as cluster,
    current_database()::text as database,
    (select coalesce(md5(string_agg(version || checksum, ' ' order by version)), '') from schema_migrations) as schema;

-- name: server
select
    current_setting('server_version_num')::integer as version,
    current_setting('fsync') as fsync,
    current_setting('full_page_writes') as full_page_writes,
    current_setting('synchronous_commit') as synchronous_commit;

-- name: verify_functions
select routine_name::text, routine_type::text
from information_schema.routines
where routine_name = any(%(names)s);

-- name: functions
select
    p.proname::text as name,
    '(' || oidvectortypes(p.proargtypes) || ') returns ' || format_type(p.prorettype, null) as signature,
    p.prosecdef and p.proowner = to_regrole('sensasiwangi_owner') as as_owner
from pg_proc p
where p.proname = any(%(names)s) and p.pronamespace = 'public'::regnamespace;

-- name: sample_listing
with brand as (
    insert into brands (slug, name, city, story)
    values ('preflight-' || gen_random_uuid(), 'Uji coba', 'Jakarta', 'Uji coba.')
    returning id
), product as (
    insert into products (brand_id, range_key, name, category, weight_grams, summary, description, picture_key)
    select id, 'preflight', 'Uji coba', 'lainnya', 1, 'Uji coba.', 'Uji coba.', 'preflight' from brand
    returning id
)
insert into marketplace_listings (product_id, slug, list_price)
select id, 'preflight-' || id, 1000 from product
returning product_id;

-- name: receive
select receive_stock(%(product_id)s, %(pieces)s, 'flask preflight');

-- name: reserve
select reserve_stock(%(product_id)s, %(pieces)s);

-- name: release
select release_stock(%(product_id)s, %(pieces)s);

-- name: sell
select commit_stock(%(product_id)s, %(pieces)s);

-- name: sample
select get_available_stock(product_id) as available, stock_on_hand as on_hand, stock_reserved as reserved
from marketplace_listings where product_id = %(product_id)s;

-- name: audit_of
select count(*) from stock_audit() where subject = %(product_id)s;

-- name: audit
select count(*) from stock_audit();

-- name: tables
select relname::text as name, relrowsecurity and relforcerowsecurity as guarded, relrowsecurity as closed
from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relowner = to_regrole('sensasiwangi_owner')
order by relname;

-- name: roles
select
    r.rolname::text as name,
    array_remove(array[
        case when r.rolsuper then 'SUPERUSER' end, case when r.rolbypassrls then 'BYPASSRLS' end,
        case when r.rolcreaterole then 'CREATEROLE' end, case when r.rolcreatedb then 'CREATEDB' end,
        case when r.rolreplication then 'REPLICATION' end], null) as rights,
    (select count(*) from pg_class c where c.relowner = r.oid) + (select count(*) from pg_proc p where p.proowner = r.oid) as owned,
    array(select m.roleid::regrole::text from pg_auth_members m where m.member = r.oid) as may_become
from pg_roles r where r.rolname = any(%(names)s);

-- name: foreign_grants
with things as (
    select relname::text as thing, relowner as owner, coalesce(relacl, acldefault('r', relowner)) as acl
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
        and (relowner = to_regrole('sensasiwangi_owner') or relname = 'schema_migrations')
    union all
    select c.relname || '.' || a.attname, c.relowner, a.attacl
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relowner = to_regrole('sensasiwangi_owner') and a.attacl is not null
    union all
    select relname::text, relowner, coalesce(relacl, acldefault('s', relowner))
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'S' and relowner = to_regrole('sensasiwangi_owner')
    union all
    select proname || '()', proowner, coalesce(proacl, acldefault('f', proowner))
    from pg_proc where pronamespace = 'public'::regnamespace and proowner = to_regrole('sensasiwangi_owner')
    union all
    select 'whatever is made next', defaclrole, defaclacl from pg_default_acl where defaclrole = to_regrole('sensasiwangi_owner')
)
select coalesce(array_agg(distinct format('%%s on %%s for %%s', g.privilege_type, t.thing, case g.grantee when 0 then 'PUBLIC' else g.grantee::regrole::text end)), '{}')
from things t cross join lateral aclexplode(t.acl) g
where g.grantee <> t.owner
    and not (g.grantee::regrole::text = any(%(roles)s) and g.privilege_type in ('SELECT', 'EXECUTE'))
    and not (t.thing = 'schema_migrations' and g.privilege_type = 'SELECT');

-- name: open_to_the_api
select coalesce(array_agg(format('%%s reads %%s', r.rolname, c.relname)), '{}')
from pg_roles r cross join pg_class c
where r.rolname in ('anon', 'authenticated', 'authenticator', 'service_role')
    and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and c.relowner = to_regrole('sensasiwangi_owner') and c.relname <> all(%(public)s)
    and has_any_column_privilege(r.rolname, c.oid, 'select');

-- name: rights_of_login
select
    r.rolname::text as name,
    array_remove(array[
        case when r.rolsuper then 'SUPERUSER' end, case when r.rolbypassrls then 'BYPASSRLS' end,
        case when r.rolcreaterole then 'CREATEROLE' end, case when r.rolcreatedb then 'CREATEDB' end,
        case when r.rolreplication then 'REPLICATION' end], null) as rights,
    pg_has_role(r.oid, 'sensasiwangi_owner', 'member') as may_own
from pg_roles r where r.rolname = session_user;

-- name: clocks
select
    extract(epoch from app_now() + (clock_timestamp() - now()))::double precision as shop,
    extract(epoch from clock_timestamp())::double precision as server;

-- name: zones
select name, extract(epoch from utc_offset)::double precision as seconds from pg_timezone_names where name = any(%(names)s);
