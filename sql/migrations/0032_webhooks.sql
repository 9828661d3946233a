-- 0032 webhooks: other programs are told of orders and low stock. An event is written in the transaction of its cause, with what was true at its end;
-- the worker sends it to each endpoint that subscribed.
-- Lock order everywhere: order, then listings by id, then deliveries, then endpoints.
set local role sensasiwangi_owner;

create table webhook_endpoints (
    id uuid primary key default gen_random_uuid(),
    address text not null unique constraint endpoint_address_is_http check (address ~ '^https?://[!-~]+$' and length(address) <= 500),
    events text[] not null constraint endpoint_events_are_known check (
        events <> '{}' and events <@ array[
            'order.placed', 'order.quoted', 'order.paid', 'order.shipped', 'order.completed', 'order.cancelled', 'stock.low']),
    is_on boolean not null default true,
    secret text not null constraint endpoint_secret_is_long check (length(secret) >= 40),
    earlier_secret text,
    earlier_until timestamptz,
    failing_since timestamptz,
    disabled_at timestamptz,
    disabled_because text constraint reason_to_disable_is_known check (disabled_because in ('gone', 'failing', 'parked')),
    version integer not null default 1,
    created_at timestamptz not null default app_now(),
    constraint a_disabled_endpoint_is_off check (disabled_at is null or not is_on)
);
comment on table webhook_endpoints is 'Where other programs want to be told of events. Its secret signs what is sent; the desk never reads it again.';
comment on column webhook_endpoints.earlier_secret is 'The one before the last change; signs beside the new one until earlier_until.';
comment on column webhook_endpoints.failing_since is 'The first failure after the last success; null while it answers well.';
comment on column webhook_endpoints.disabled_because is 'Why the worker switched it off by itself; null when nobody or a person did.';

create table webhook_events (
    id uuid primary key default gen_random_uuid(),
    source text not null unique,
    type text not null,
    data jsonb not null,
    created_at timestamptz not null
);
comment on table webhook_events is 'What was told to whoever subscribed: source is the row that caused it, data what was true when its transaction ended.';
create index webhook_events_by_creation on webhook_events (created_at);

create table webhook_deliveries (
    id bigint generated always as identity primary key,
    endpoint_id uuid not null references webhook_endpoints,
    event_id uuid not null references webhook_events on delete cascade,
    status text not null default 'waiting'
        constraint delivery_status_is_known check (status in ('waiting', 'retrying', 'delivered', 'parked', 'dropped')),
    tries integer not null default 0 constraint tries_are_counted check (tries >= 0),
    response_status integer,
    excerpt text not null default '',
    attempted_at timestamptz,
    created_at timestamptz not null default app_now(),
    constraint an_event_goes_to_an_endpoint_once unique (event_id, endpoint_id)
);
comment on table webhook_deliveries is
    'One row per event and endpoint, with the last attempt: retrying failed so far, parked failed too often, dropped is not sent because the endpoint is off.';
create index deliveries_by_endpoint on webhook_deliveries (endpoint_id, id);

select make_private(t) from unnest(array['webhook_endpoints', 'webhook_events', 'webhook_deliveries']::regclass[]) t;
grant select on webhook_endpoints, webhook_events, webhook_deliveries to sensasiwangi_worker;
grant select on webhook_events, webhook_deliveries to sensasiwangi_desk;
grant select (id, address, events, is_on, earlier_until, failing_since, disabled_at, disabled_because, version, created_at)
    on webhook_endpoints to sensasiwangi_desk;
create policy "the desk reads endpoints" on webhook_endpoints for select to sensasiwangi_desk using (true);
create policy "the desk reads what is told" on webhook_events for select to sensasiwangi_desk using (true);
create policy "the desk reads deliveries" on webhook_deliveries for select to sensasiwangi_desk using (true);
create policy "the worker reads endpoints" on webhook_endpoints for select to sensasiwangi_worker using (true);
create policy "the worker reads what is told" on webhook_events for select to sensasiwangi_worker using (true);
create policy "the worker reads deliveries" on webhook_deliveries for select to sensasiwangi_worker using (true);
create trigger audit after insert or update or delete on webhook_endpoints for each row execute function record_audit('secret', 'earlier_secret', 'failing_since');

-- Purpose: an event for everybody who subscribed to its type; the same source twice is one event. Nothing is written when nobody did.
-- Locks: the event's unique entry; shares the endpoints' rows. Errors: none. Called by: triggers that publish.
create function publish_event(p_type text, p_source text, p_data jsonb, p_at timestamptz, p_run_at timestamptz) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    with subscribers as (
        select id from webhook_endpoints where is_on and p_type = any (events)
    ), event as (
        insert into webhook_events (source, type, data, created_at)
        select p_source, p_type, p_data, p_at where exists (select from subscribers)
        on conflict (source) do nothing returning id
    ), deliveries as (
        insert into webhook_deliveries (endpoint_id, event_id) select s.id, e.id from subscribers s cross join event e order by s.id returning id
    )
    insert into jobs (kind, subject, run_at) select 'webhook', id, p_run_at from deliveries
$$;

-- Purpose: what is told of an order: number, states, amounts in whole Rupiah and lines. Nothing about who bought it, or where it goes.
-- Locks: none. Errors: none. Called by: publish_order_event.
create function order_for_webhooks(p_order_id uuid) returns jsonb
language sql stable security definer
set search_path = public, pg_temp
as $$
    select jsonb_build_object('order', jsonb_build_object(
        'number', o.order_number, 'status', o.status, 'payment_status', o.payment_status, 'created_at', to_char(o.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'subtotal_amount', o.subtotal_amount, 'shipping_amount', o.shipping_amount, 'discount_amount', o.discount_amount, 'unique_code', o.unique_code,
        'total_amount', o.total_amount, 'paid_amount', o.paid_amount, 'refunded_amount', o.refunded_amount,
        'lines', (
            select jsonb_agg(jsonb_build_object(
                'product_id', i.product_id, 'name', i.product_name, 'quantity', i.quantity, 'unit_price', i.unit_price) order by i.product_id)
            from order_items i where i.order_id = o.id)))
    from orders o where o.id = p_order_id
$$;

-- Purpose: tells of an order when its transaction ends. What staff did can be taken back for thirty seconds: it is sent after forty, and what was taken
-- back is forgotten before that.
-- Locks: those of publish_event. Errors: none. Called by: constraint trigger on order_events.
create function publish_order_event() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_type text := case
        when new.kind = 'shipping' then case when new.to_value is not null and new.order_version > 1 then 'order.quoted' end
        when new.from_value is null then 'order.placed'
        when new.to_value in ('paid', 'shipped', 'completed', 'cancelled') then 'order.' || new.to_value
        when new.to_value = 'expired' then 'order.cancelled' end;
begin
    if new.is_undo then
        delete from webhook_events where source = 'order_event:' || (
            select id from order_events where order_id = new.order_id and kind = new.kind and id < new.id order by id desc limit 1);
    elsif exists (select from webhook_endpoints where is_on and v_type = any (events)) then
        perform publish_event(v_type, 'order_event:' || new.id, order_for_webhooks(new.order_id), new.created_at,
            app_now() + case when new.actor like 'staff:%' then interval '40 seconds' else '0' end);
    end if;
    return null;
end
$$;
create constraint trigger publish_order_event after insert on order_events deferrable initially deferred
    for each row when (new.kind in ('status', 'shipping')) execute function publish_order_event();

-- Purpose: tells that a listing has become low.
-- Locks: those of publish_event. Errors: none. Called by: trigger on low_stock_notices.
create function publish_low_stock() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform publish_event('stock.low', 'low_stock:' || new.notice || ':' || new.product_id, jsonb_build_object('listing', jsonb_build_object(
        'product_id', s.product_id, 'slug', s.slug, 'name', s.name, 'available', s.available, 'low_stock_threshold', s.low_stock_threshold)),
        app_now(), app_now())
    from stock_levels() s where s.product_id = new.product_id;
    return null;
end
$$;
create trigger publish_low_stock after insert on low_stock_notices for each row execute function publish_low_stock();

-- Purpose: an admin registers an endpoint (p_id null: with this secret), or changes the version that was seen: who saves has read why it was off.
-- Locks: the endpoint's row, or the new address's entry. Errors: SW003 the address is another endpoint's, SW021 changed meanwhile, SW040 no such endpoint,
-- SW041 not an admin. Called by: POST /admin/webhooks and below.
create function save_endpoint(p_id uuid, p_version integer, p_address text, p_events text[], p_is_on boolean, p_secret text) returns uuid
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_id uuid := p_id;
    v_version integer;
begin
    perform require_admin();
    select version into v_version from webhook_endpoints where id = p_id for no key update;
    if p_id is not null and not found then
        perform refuse('SW040', '{"what": "webhook"}');
    elsif v_version is distinct from p_version then
        perform refuse('SW021', jsonb_build_object('webhook', p_id, 'version', v_version, 'seen', p_version));
    end if;
    begin
        if p_id is null then
            insert into webhook_endpoints (address, events, is_on, secret) values (p_address, p_events, p_is_on, p_secret) returning id into v_id;
        else
            update webhook_endpoints set
                address = p_address, events = p_events, is_on = p_is_on, version = version + 1,
                failing_since = case when p_is_on and not is_on then null else failing_since end,
                disabled_at = null, disabled_because = null
            where id = p_id;
        end if;
    exception when unique_violation then
        perform refuse('SW003', '{"limit": "webhook_address"}');
    end;
    return v_id;
end
$$;

-- Purpose: an admin gives an endpoint a new secret; the earlier one signs beside it for a day, so that the receiver can follow without a gap.
-- Locks: the endpoint's row. Errors: SW021 changed meanwhile, SW040 no such endpoint, SW041 not an admin. Called by: POST /admin/webhooks/<id>/secret.
create function rotate_endpoint_secret(p_id uuid, p_version integer, p_secret text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_version integer;
begin
    perform require_admin();
    select version into v_version from webhook_endpoints where id = p_id for no key update;
    if not found then
        perform refuse('SW040', '{"what": "webhook"}');
    elsif v_version is distinct from p_version then
        perform refuse('SW021', jsonb_build_object('webhook', p_id, 'version', v_version, 'seen', p_version));
    end if;
    update webhook_endpoints set earlier_secret = secret, earlier_until = app_now() + interval '24 hours', secret = p_secret, version = version + 1
    where id = p_id;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function save_endpoint(uuid, integer, text, text[], boolean, text), rotate_endpoint_secret(uuid, integer, text)
    to sensasiwangi_desk;
reset role;
