-- 0033 webhook deliveries: what became of what was sent: delivered, tried again, parked or dropped; endpoints that are switched off for it; sending once more.
-- Lock order: deliveries, then endpoints, then jobs.
set local role sensasiwangi_owner;

-- Purpose: an admin has an event sent to an endpoint once more, under the same id and with all its tries. Returns the endpoint.
-- Locks: the delivery's row, then its parked job. Errors: SW020 the endpoint is off, SW040 no such delivery, SW041 not an admin.
-- Called by: POST /admin/webhooks/deliveries/<id>/replay.
create function replay_delivery(p_id bigint) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_delivery webhook_deliveries;
begin
    perform require_admin();
    select * into v_delivery from webhook_deliveries where id = p_id for no key update;
    if not found then
        perform refuse('SW040', '{"what": "delivery"}');
    elsif not (select is_on from webhook_endpoints where id = v_delivery.endpoint_id) then
        perform refuse('SW020', '{"from": "off", "to": "replayed"}');
    elsif v_delivery.status in ('delivered', 'parked', 'dropped') then
        delete from jobs where kind = 'webhook' and subject = p_id::text and parked_at is not null;
        insert into jobs (kind, subject) values ('webhook', p_id);
        update webhook_deliveries set status = 'waiting' where id = p_id;
    end if;
    return v_delivery.endpoint_id;
end
$$;

-- Purpose: an endpoint is switched off by itself, which staff are told of.
-- Locks: the endpoint's row. Errors: none. Called by: delivery_failed, delivery_dropped.
create function disable_endpoint(p_id uuid, p_because text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update webhook_endpoints set is_on = false, disabled_at = app_now(), disabled_because = p_because, version = version + 1 where id = p_id and is_on;
    if found then
        insert into jobs (kind, subject) values ('webhook_off_mail', p_id);
    end if;
end
$$;

-- Purpose: the receiver took it.
-- Locks: the delivery's row, then the endpoint's where it had failed. Errors: none. Called by: worker, in the transaction that finishes the job.
create function delivery_succeeded(p_id bigint, p_response_status integer, p_excerpt text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_endpoint_id uuid;
begin
    update webhook_deliveries set
        status = 'delivered', tries = tries + 1, attempted_at = app_now(), response_status = p_response_status, excerpt = p_excerpt
    where id = p_id returning endpoint_id into v_endpoint_id;
    update webhook_endpoints set failing_since = null where id = v_endpoint_id and failing_since is not null;
end
$$;

-- Purpose: the receiver did not take it. What else is due for it waits a minute, so that one that hangs delays nobody; an endpoint that has failed for
-- three days, or left twenty deliveries parked, is switched off.
-- Locks: the delivery's row, then the endpoint's, then jobs that nobody has taken. Errors: none. Called by: worker, after fail_job in its transaction.
create function delivery_failed(p_id bigint, p_job_id bigint, p_response_status integer, p_excerpt text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_endpoint webhook_endpoints;
begin
    update webhook_deliveries set
        status = case when exists (select from jobs where id = p_job_id and parked_at is not null) then 'parked' else 'retrying' end,
        tries = tries + 1, attempted_at = app_now(), response_status = p_response_status, excerpt = p_excerpt
    where id = p_id and status <> 'delivered' returning endpoint_id into v_endpoint.id;
    update webhook_endpoints set failing_since = coalesce(failing_since, app_now()) where id = v_endpoint.id returning * into v_endpoint;
    if v_endpoint.failing_since <= app_now() - interval '3 days' then
        perform disable_endpoint(v_endpoint.id, 'failing');
    elsif (
        select count(*) >= 20 from webhook_deliveries
        where endpoint_id = v_endpoint.id and status = 'parked' and attempted_at >= v_endpoint.failing_since) then
        perform disable_endpoint(v_endpoint.id, 'parked');
    end if;
    update jobs set run_at = app_now() + interval '1 minute' where id in (
        select j.id from jobs j join webhook_deliveries d on d.id = j.subject::bigint
        where j.kind = 'webhook' and j.parked_at is null and j.claimed_at is null and j.run_at < app_now() + interval '1 minute'
            and d.endpoint_id = v_endpoint.id order by j.id for update of j skip locked);
end
$$;

-- Purpose: it is not sent, or not again: the endpoint is off or, with the answer 410, gone for good.
-- Locks: the delivery's row, then the endpoint's. Errors: none. Called by: worker, in the transaction that finishes the job.
create function delivery_dropped(p_id bigint, p_is_gone boolean, p_excerpt text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_endpoint_id uuid;
begin
    update webhook_deliveries set
        status = 'dropped', tries = tries + p_is_gone::integer, excerpt = case when p_is_gone then p_excerpt else excerpt end,
        attempted_at = case when p_is_gone then app_now() else attempted_at end, response_status = case when p_is_gone then 410 else response_status end
    where id = p_id and status <> 'delivered' returning endpoint_id into v_endpoint_id;
    if p_is_gone then
        perform disable_endpoint(v_endpoint_id, 'gone');
    end if;
end
$$;

-- Purpose: forgets events a month old that nobody waits for. Returns how many.
-- Locks: events, skipping those busy. Errors: none. Called by: worker.
create function forget_events(p_limit integer) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_forgotten integer;
begin
    delete from webhook_events where id in (
        select e.id from webhook_events e
        where e.created_at < app_now() - interval '30 days'
            and not exists (select from webhook_deliveries d where d.event_id = e.id and d.status in ('waiting', 'retrying'))
        order by e.created_at limit p_limit for update skip locked);
    get diagnostics v_forgotten = row_count;
    return v_forgotten;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function replay_delivery(bigint) to sensasiwangi_desk;
grant execute on function delivery_succeeded(bigint, integer, text), delivery_failed(bigint, bigint, integer, text),
    delivery_dropped(bigint, boolean, text), forget_events(integer) to sensasiwangi_worker;
reset role;
