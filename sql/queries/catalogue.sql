-- What the owner's schema consists of, a line for each thing with a digest of all that its migrations decide. A server's version makes no
-- difference: NOT NULL is told by columns, as only newer servers count it among constraints; nor has a restored backup, whose conditions lose
-- parentheses that change nothing. How things are stored is the operator's to tune.

-- name: by_the_migrations_names
select set_config('search_path', 'public', true);

-- name: catalogue
with relations as (
    select oid, relname, relkind, relpersistence, relacl from pg_class
    where relnamespace = 'public'::regnamespace and relowner = to_regrole('sensasiwangi_owner') and relkind in ('r', 'p', 'v', 'm', 'S', 'c')
), grants as (
    select g.of, string_agg(format('%%s %%s', g.grantee::regrole, g.privilege), ',' order by g.grantee::regrole::text collate "C", g.privilege collate "C") as given
    from (
        select r.relname::text as of, a.grantee, a.privilege_type as privilege from relations r cross join lateral aclexplode(r.relacl) a
        union all
        select format('%%s.%%s', r.relname, c.attname), a.grantee, a.privilege_type
        from relations r join pg_attribute c on c.attrelid = r.oid cross join lateral aclexplode(c.attacl) a
        union all
        select format('%%s(%%s)', f.proname, oidvectortypes(f.proargtypes)), a.grantee, a.privilege_type
        from pg_proc f cross join lateral aclexplode(f.proacl) a
        where f.pronamespace = 'public'::regnamespace and f.proowner = to_regrole('sensasiwangi_owner')) g
    where g.privilege in ('SELECT', 'EXECUTE') and g.grantee = any(array(select to_regrole(role) from unnest(%(roles)s::text[]) role))
    group by g.of
), things as (
    select case r.relkind when 'v' then 'view' when 'm' then 'view' when 'S' then 'sequence' when 'c' then 'type' else 'table' end as kind, r.relname::text as name,
        row(r.relkind, r.relpersistence, (select count(*) from pg_rewrite w where w.ev_class = r.oid), s.seqtypid::regtype, s.seqincrement, s.seqmax, s.seqcycle,
            case when r.relkind in ('v', 'm') then pg_get_viewdef(r.oid) end)::text as facts
    from relations r left join pg_sequence s on s.seqrelid = r.oid
    union all
    select 'column', format('%%s.%%s', r.relname, c.attname),
        row(format_type(c.atttypid, c.atttypmod), c.attnotnull, c.attidentity, c.attgenerated, c.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid))::text
    from relations r join pg_attribute c on c.attrelid = r.oid left join pg_attrdef d on d.adrelid = r.oid and d.adnum = c.attnum
    where c.attnum > 0 and not c.attisdropped and r.relkind <> 'S'
    union all
    select 'constraint', format('%%s of %%s', n.conname, r.relname),
        row(pg_get_constraintdef(n.oid), n.convalidated,
            array(select distinct t.tgenabled from pg_trigger t where t.tgconstraint = n.oid order by t.tgenabled))::text
    from relations r join pg_constraint n on n.conrelid = r.oid where n.contype <> 'n'
    union all
    select 'index', format('%%s of %%s', i.indexrelid::regclass, r.relname), row(pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready)::text
    from relations r join pg_index i on i.indrelid = r.oid
    union all
    select 'statistics', s.stxname::text, pg_get_statisticsobjdef(s.oid) from relations r join pg_statistic_ext s on s.stxrelid = r.oid
    union all
    select 'trigger', format('%%s of %%s', t.tgname, r.relname), row(pg_get_triggerdef(t.oid), t.tgenabled)::text
    from relations r join pg_trigger t on t.tgrelid = r.oid where not t.tgisinternal
    union all
    select 'policy', format('"%%s" of %%s', p.polname, r.relname),
        row(p.polcmd, p.polpermissive, array(select role::regrole::text from unnest(p.polroles) role order by role::regrole::text collate "C"),
            pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))::text
    from relations r join pg_policy p on p.polrelid = r.oid
    union all
    select 'function', format('%%s(%%s)', f.proname, oidvectortypes(f.proargtypes)),
        row(f.prosrc, f.prokind, f.prosecdef, f.proleakproof, f.proisstrict, f.provolatile, f.proparallel, f.proconfig, l.lanname,
            pg_get_function_arguments(f.oid), pg_get_function_result(f.oid), pg_get_function_sqlbody(f.oid))::text
    from pg_proc f join pg_language l on l.oid = f.prolang
    where f.pronamespace = 'public'::regnamespace and f.proowner = to_regrole('sensasiwangi_owner')
    union all
    select 'grants', format('on %%s', of), given from grants
)
select kind, name, left(md5(case when kind in ('function', 'view') then facts else translate(facts, '()', '') end), 12) as digest from things order by kind, name collate "C";
