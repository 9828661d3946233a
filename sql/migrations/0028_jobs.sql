-- 0028 jobs: work that follows from a change and is done by the worker: written in the transaction of its cause, done at least once.
set local role sensasiwangi_owner;

create table jobs (
    id bigint generated always as identity primary key,
    kind text not null constraint job_kind_is_a_word check (kind ~ '^[a-z_]+$'),
    subject text not null,
    run_at timestamptz not null default app_now(),
    claimed_at timestamptz,
    claims integer not null default 0,
    failures integer not null default 0,
    deaths integer not null default 0,
    parked_at timestamptz,
    last_error text not null default '',
    created_at timestamptz not null default app_now()
);
comment on table jobs is
    'What the worker has to do; a row that is done is gone. A claimed job has its run_at moved on: should its worker die, it is due again then.';
comment on column jobs.claims is 'How often a worker took it; who took it earlier can neither finish nor fail it any more.';
comment on column jobs.failures is 'How often it was tried and failed; after the fifth time it is parked until somebody of the desk tries again.';
comment on column jobs.deaths is 'How often a worker took it and was never heard of again.';
create index due_jobs on jobs (kind, run_at, id) where parked_at is null;
create index parked_jobs on jobs (parked_at) where parked_at is not null;

select make_private('jobs');
grant select on jobs to sensasiwangi_desk, sensasiwangi_worker;
create policy "the desk reads jobs" on jobs for select to sensasiwangi_desk using (true);
create policy "the worker reads jobs" on jobs for select to sensasiwangi_worker using (true);
create trigger audit after update or delete on jobs for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit();

-- Purpose: takes the job of these kinds that is due longest, kinds in the order given; no row when none is. Until p_lease from now it is this worker's
-- alone; one that ten workers did not survive is parked.
-- Locks: the job's row, skipping those of others. Errors: none. Called by: worker.
create function claim_job(p_kinds text[], p_lease interval) returns setof jobs
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_kind text;
    v_job jobs;
begin
    foreach v_kind in array p_kinds loop
        loop
            update jobs set
                claims = claims + 1, claimed_at = app_now(), run_at = app_now() + p_lease,
                deaths = deaths + (claimed_at is not null)::integer,
                parked_at = case when claimed_at is not null and deaths >= 9 then app_now() end,
                last_error = case when claimed_at is not null then 'the worker ended while it ran' else last_error end
            where id = (
                select id from jobs where kind = v_kind and parked_at is null and run_at <= app_now()
                order by run_at, id limit 1 for update skip locked)
            returning * into v_job;
            exit when not found or v_job.parked_at is null;
        end loop;
        if v_job.id is not null then
            return next v_job;
            return;
        end if;
    end loop;
end
$$;

-- Purpose: a job is done. Returns whether it was still the claimer's: p_claim is the number that claim_job gave.
-- Locks: the job's row. Errors: none. Called by: worker, in the transaction that writes what the job was for.
create function finish_job(p_id bigint, p_claim integer) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    delete from jobs where id = p_id and claims = p_claim and parked_at is null;
    return found;
end
$$;

-- Purpose: a job failed: it is tried again after 1, 5, 15 and 60 minutes; after the last try, or at once when p_is_final, it is parked.
-- Returns whether it is parked now.
-- Locks: the job's row. Errors: none. Called by: worker.
create function fail_job(p_id bigint, p_claim integer, p_error text, p_is_final boolean) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_pauses interval[] := array['1 minute', '5 minutes', '15 minutes', '60 minutes'];
    v_parked boolean;
begin
    update jobs set
        failures = failures + 1, claimed_at = null, last_error = left(p_error, 500),
        run_at = app_now() + coalesce(v_pauses[failures + 1], '0'),
        parked_at = case when p_is_final or failures >= cardinality(v_pauses) then app_now() end
    where id = p_id and claims = p_claim and parked_at is null
    returning parked_at is not null into v_parked;
    return coalesce(v_parked, false);
end
$$;

-- Purpose: somebody of the desk has a parked job tried again, with all its tries; again, it goes on.
-- Locks: the job's row. Errors: SW040 no such parked job. Called by: POST /admin/jobs/<id>/retry.
create function retry_job(p_id bigint) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update jobs set parked_at = null, failures = 0, deaths = 0, claimed_at = null, run_at = app_now() where id = p_id and parked_at is not null;
    if not found then
        perform refuse('SW040', '{"what": "job"}');
    end if;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function claim_job(text[], interval), finish_job(bigint, integer), fail_job(bigint, integer, text, boolean) to sensasiwangi_worker;
grant execute on function retry_job(bigint) to sensasiwangi_desk;
reset role;
