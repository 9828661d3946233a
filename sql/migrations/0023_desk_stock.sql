-- 0023 desk stock: what staff do to a listing (count, price, pause), what they see of its stock, and the runs of the audit.
-- Lock order everywhere: listings by id. No index here stands on a listing's stock, and no trigger here wakes when stock moves.
set local role sensasiwangi_owner;

alter table marketplace_listings add column version integer not null default 1;
comment on column marketplace_listings.version is 'Counts changes of price, status and low mark, so that two people never overwrite each other; stock moves leave it alone.';

create index stock_ledger_by_time on stock_ledger (product_id, created_at) include (kind, on_hand_change) where on_hand_change <> 0; -- not for holds

create table audit_runs (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    broken integer not null constraint broken_promises_are_counted check (broken >= 0),
    details jsonb not null
);
comment on table audit_runs is 'Each run of stock_audit() with the promises it found broken, the first 200 in details; the last run is what the desk shows.';
select make_private('audit_runs');
grant select on audit_runs to sensasiwangi_desk;
create policy "the desk reads the audit's runs" on audit_runs for select to sensasiwangi_desk using (true);
create trigger audit after insert on audit_runs for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit('details');

-- Purpose: a new version for what staff edited.
-- Locks: none of its own. Errors: none. Called by: trigger on marketplace_listings, never when only stock moves.
create function count_listing_edit() returns trigger
language plpgsql
set search_path = public, pg_temp
as $$
begin
    new.version := old.version + 1;
    return new;
end
$$;
create trigger count_edit before update of list_price, status, low_stock_threshold on marketplace_listings for each row
    when ((old.list_price, old.status, old.low_stock_threshold) is distinct from (new.list_price, new.status, new.low_stock_threshold))
    execute function count_listing_edit();

-- Purpose: stock as the desk sees it, whatever the listing's status; expired holds count as free. Who wants what is low asks for
-- looks_low and is_low: the first is true at least as often and needs no look at holds. Inlined, so that callers can filter and sort by index.
-- Locks: none. Errors: none. Called by: the desk's stock pages and queues.
create function stock_levels() returns table (
    product_id uuid, slug text, name text, sort_name text, status text, list_price bigint, low_stock_threshold integer, version integer,
    on_hand integer, held integer, available integer, looks_low boolean, is_low boolean)
language sql stable
as $$
    select
        l.product_id, l.slug, (select p.name from products p where p.id = l.product_id), l.sort_name, l.status, l.list_price, l.low_stock_threshold, l.version,
        l.stock_on_hand, l.stock_reserved - e.pieces, l.stock_on_hand - l.stock_reserved + e.pieces,
        l.status = 'active' and l.stock_on_hand - l.stock_reserved <= l.low_stock_threshold,
        l.status = 'active' and l.stock_on_hand - l.stock_reserved + e.pieces <= l.low_stock_threshold
    from marketplace_listings l
    cross join lateral (
        select coalesce(sum(h.quantity), 0)::integer as pieces
        from stock_holds h where h.product_id = l.product_id and h.state = 'held' and h.expires_at <= app_now()) e
$$;

-- Purpose: how many pieces of a listing were sent within thirty days, less those whose shipment was undone. Ask it for the rows that are shown.
-- Locks: none. Errors: none. Called by: the desk's stock pages and queues.
create function sold_lately(p_product_id uuid) returns integer
language sql stable
as $$
    select -coalesce(sum(on_hand_change), 0)::integer from stock_ledger
    where product_id = p_product_id and on_hand_change <> 0 and created_at > app_now() - interval '30 days' and kind in ('commit', 'uncommit')
$$;

-- Purpose: who holds pieces of a listing until when, what ends first on top. Of a cart no more is told than the member's name, null for a visitor.
-- Locks: none. Errors: none. Called by: the desk's page of a listing.
create function listing_holds(p_product_id uuid, p_most integer) returns table (
    owner_kind text, order_id uuid, order_number text, order_status text, member_name text, quantity integer, since timestamptz,
    expires_at timestamptz, is_over boolean)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select split_part(h.owner, ':', 1), o.id, o.order_number, o.status, c.full_name, h.quantity, h.created_at, h.expires_at, h.expires_at <= app_now()
    from stock_holds h
    left join orders o on o.id = case when h.owner like 'order:%' then substr(h.owner, 7)::uuid end
    left join carts k on k.id = case when h.owner like 'cart:%' then substr(h.owner, 6)::uuid end
    left join customers c on c.id = k.customer_id
    where h.product_id = p_product_id and h.state = 'held'
    order by h.expires_at nulls last, h.id
    limit p_most
$$;

-- Purpose: staff change stock by hand. p_seen is the last ledger entry their page showed: a count is compared with what was on hand then, so that
-- what was sold meanwhile stays sold. Returns the change; 0 when a count agrees.
-- Locks: the listing's row. Errors: SW001 less would stay than is held, SW003 kind, pieces or reason, SW021 changed by hand since, SW040.
-- Called by: POST /admin/stock/<id>/adjust.
create function adjust_listing(p_product_id uuid, p_kind text, p_pieces integer, p_seen bigint, p_reason text) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_lowest integer := case p_kind when 'restock' then 1 when 'damage' then 1 when 'count' then 0 when 'correction' then -1000000 end;
    v_on_hand integer;
    v_entry bigint;
    v_change integer;
begin
    if coalesce(trim(p_reason), '') = '' then
        perform refuse('SW003', '{"limit": "reason"}');
    elsif (p_pieces between v_lowest and 1000000 and (p_pieces <> 0 or p_kind = 'count')) is not true then
        perform refuse('SW003', jsonb_build_object('product_id', p_product_id, 'wanted', p_pieces, 'limit', 'pieces', 'maximum', 1000000));
    end if;
    select stock_on_hand into v_on_hand from marketplace_listings where product_id = p_product_id for no key update;
    if not found then
        perform refuse('SW040', '{"what": "listing"}');
    end if;
    select max(id) into v_entry from stock_ledger
    where product_id = p_product_id and id > coalesce(p_seen, 0) and kind in ('adjust', 'console', 'restock', 'damage', 'count', 'correction', 'undo');
    if v_entry is not null then
        perform refuse('SW021', jsonb_build_object('product_id', p_product_id, 'version', v_entry, 'seen', p_seen));
    end if;
    v_change := case p_kind when 'damage' then -p_pieces when 'count' then p_pieces - v_on_hand + (
        select coalesce(sum(on_hand_change), 0) from stock_ledger where product_id = p_product_id and id > p_seen) else p_pieces end;
    perform set_config('app.adjustment', p_kind, true);
    if p_kind = 'restock' then
        perform receive_stock(p_product_id, v_change, trim(p_reason));
    elsif v_change <> 0 then
        perform adjust_stock(p_product_id, v_change, trim(p_reason));
    end if;
    perform set_config('app.adjustment', '', true);
    return v_change;
end
$$;

-- Purpose: the last change by hand of a listing, when the acting person made it at most thirty seconds ago and it is no undoing itself.
-- Locks: none. Errors: none. Called by: the desk's page of a listing, undo_adjustment.
create function undoable_adjustment(p_product_id uuid) returns table (entry bigint, kind text, change integer, reason text, seconds_left integer)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select e.id, e.kind, e.on_hand_change, e.reason, least(30, ceil(extract(epoch from e.created_at + interval '30 seconds' - app_now())))::integer
    from (
        select id, kind, on_hand_change, reason, actor, created_at from stock_ledger
        where product_id = p_product_id and on_hand_change <> 0 and created_at > app_now() - interval '30 seconds'
            and kind in ('adjust', 'console', 'restock', 'damage', 'count', 'correction', 'undo')
        order by id desc limit 1) e
    where e.actor = 'staff:' || current_staff_id() and e.kind in ('restock', 'damage', 'count', 'correction')
$$;

-- Purpose: takes back one's own last change by hand through its opposite; the ledger keeps both.
-- Locks: the listing's row. Errors: SW001 its pieces are held or sold by now, SW020 nothing to take back (any more), SW040.
-- Called by: POST /admin/stock/<id>/undo.
create function undo_adjustment(p_product_id uuid, p_entry bigint) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_undo record;
begin
    perform from marketplace_listings where product_id = p_product_id for no key update;
    if not found then
        perform refuse('SW040', '{"what": "listing"}');
    end if;
    select * into v_undo from undoable_adjustment(p_product_id);
    if v_undo.entry is distinct from p_entry or p_entry is null then
        perform refuse('SW020', jsonb_build_object('product_id', p_product_id, 'from', 'adjusted', 'to', 'undone'));
    end if;
    perform set_config('app.adjustment', 'undo', true);
    perform adjust_stock(p_product_id, -v_undo.change, v_undo.reason);
    perform set_config('app.adjustment', '', true);
    return -v_undo.change;
end
$$;

-- Purpose: staff set price, status and low mark of a listing, of the version they saw. Orders and holds stay as they are; a listing that is
-- not active can be neither held nor ordered. A draft is new on the day it is published.
-- Locks: the listing's row. Errors: SW003 price, status or low mark, SW021 edited by somebody else since, SW040. Called by: POST /admin/stock/<id>/edit.
create function edit_listing(p_product_id uuid, p_version integer, p_list_price bigint, p_status text, p_low_stock_threshold integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_listing marketplace_listings;
begin
    if p_list_price is null or p_list_price not between 1 and 1000000000 then
        perform refuse('SW003', '{"limit": "price", "maximum": 1000000000}');
    elsif p_status is null or p_status not in ('draft', 'active', 'paused', 'archived') then
        perform refuse('SW003', '{"limit": "status"}');
    elsif p_low_stock_threshold is null or p_low_stock_threshold not between 0 and 1000000 then
        perform refuse('SW003', '{"limit": "threshold", "maximum": 1000000}');
    end if;
    select * into v_listing from marketplace_listings where product_id = p_product_id for no key update;
    if not found then
        perform refuse('SW040', '{"what": "listing"}');
    elsif v_listing.version is distinct from p_version then
        perform refuse('SW021', jsonb_build_object('product_id', p_product_id, 'version', v_listing.version, 'seen', p_version));
    end if;
    update marketplace_listings set
        list_price = p_list_price, status = p_status, low_stock_threshold = p_low_stock_threshold,
        published_at = case when status = 'draft' and p_status = 'active' then app_now() else published_at end
    where product_id = p_product_id;
end
$$;

-- Purpose: runs stock_audit() and writes down what it found; returns how many promises are broken. Keeps the last thousand runs, and those that found
-- something for thirty days.
-- Locks: runs that are too old, skipping those busy. Errors: none. Called by: worker, POST /admin/audit/run.
create function run_audit() returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_broken integer;
begin
    insert into audit_runs (at, actor, broken, details)
    select clock_timestamp() + (app_now() - now()), current_actor(), count(*), coalesce(jsonb_agg(to_jsonb(a) - 'place') filter (where a.place <= 200), '[]')
    from (select s.promise, s.subject, s.expected, s.found, row_number() over () as place from stock_audit() s) a
    returning broken into v_broken;
    delete from audit_runs where id in (
        select id from audit_runs
        where id <= (select id from audit_runs order by id desc offset 1000 limit 1) and (broken = 0 or at < app_now() - interval '30 days')
        order by id limit 20 for update skip locked);
    return v_broken;
end
$$;

-- Purpose: how many promises are broken, for whoever asks every few seconds: counted now while the books are small enough to be read meanwhile, else
-- what the last run found. A probe that reads every order of a big shop would find the shop away.
-- Locks: none. Errors: none. Called by: readiness.
create function broken_promises() returns bigint
language sql stable security definer
set search_path = public, pg_temp
as $$
    select case when (select c.reltuples from pg_class c where c.oid = 'stock_ledger'::regclass) < 100000
        then (select count(*) from stock_audit()) else coalesce((select r.broken from audit_runs r order by r.id desc limit 1), 0) end
$$;

revoke execute on all functions in schema public from public;
grant execute on function stock_levels(), sold_lately(uuid), listing_holds(uuid, integer), adjust_listing(uuid, text, integer, bigint, text), undoable_adjustment(uuid),
    undo_adjustment(uuid, bigint), edit_listing(uuid, integer, bigint, text, integer) to sensasiwangi_desk;
grant execute on function run_audit() to sensasiwangi_desk, sensasiwangi_worker;
grant execute on function broken_promises() to sensasiwangi_worker;
reset role;
