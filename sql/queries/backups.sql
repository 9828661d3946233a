-- What a restore asks and does as the database's login, before and after pg_restore.

-- name: count_relations
select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S')
    and not (relname = 'schema_migrations' and not exists (select from pg_class where relname = 'orders' and relnamespace = 'public'::regnamespace));

-- name: let_owner_build
drop table public.schema_migrations;
grant usage, create on schema public to sensasiwangi_owner;

-- name: open_schema
alter table public.schema_migrations owner to current_user;
grant usage on schema public to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
alter default privileges for role sensasiwangi_owner revoke execute on functions from public;

-- name: analyze
analyze;
