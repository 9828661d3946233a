-- Makes a copy of the shop bare: the same tables, keys, checks and indexes, without our triggers and policies.
do $bare$
declare
    v_trigger record;
    v_table regclass;
begin
    for v_trigger in select tgname as name, tgrelid::regclass as home from pg_trigger where not tgisinternal loop
        execute format('drop trigger %I on %s', v_trigger.name, v_trigger.home);
    end loop;
    for v_table in select oid::regclass from pg_class where relrowsecurity loop
        execute format('alter table %s disable row level security', v_table);
    end loop;
end
$bare$;
