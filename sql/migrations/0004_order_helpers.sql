-- 0004 order helpers: holds, the ledger, and the functions that alone may move stock.
-- The owner of what a transaction holds is the setting app.stock_owner ('cart:<uuid>' or 'order:<uuid>'), else the shopper's open cart,
-- else 'manual' when called bare from a SQL console; a visitor without a cart owns nothing. app.hold_until says until when a new hold lasts; absent, it lasts until released.
set local role sensasiwangi_owner;

create table stock_holds (
    id bigint generated always as identity primary key,
    product_id uuid not null references marketplace_listings,
    owner text not null constraint hold_owner_is_known check (owner = 'manual' or owner ~ '^(cart|order):[0-9a-f-]{36}$'),
    quantity integer not null constraint held_quantity_is_positive check (quantity > 0),
    state text not null default 'held' constraint hold_state_is_known check (state in ('held', 'committed', 'released', 'expired')),
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table stock_holds is
    'Stock kept for one owner until a time; expires_at null means until released. Rows change under their listing''s lock; only a placing hands on its cart''s without.';
create unique index one_live_hold_per_owner_and_listing on stock_holds (product_id, owner) where state = 'held';
create index live_holds_by_owner on stock_holds (owner) where state = 'held';
create index live_holds_by_listing_and_expiry on stock_holds (product_id, expires_at) where state = 'held'; -- so that a sweep looks at what ran out only
create index live_holds_by_expiry on stock_holds (expires_at) where state = 'held';

create table stock_ledger (
    id bigint generated always as identity primary key,
    product_id uuid not null references marketplace_listings,
    kind text not null constraint ledger_kind_is_known check (kind in (
        'reserve', 'release', 'expire', 'commit', 'uncommit', 'adjust', 'restock', 'damage', 'count', 'correction', 'undo', 'console')),
    on_hand_change integer not null,
    reserved_change integer not null,
    owner text not null,
    reason text not null default '',
    actor text not null,
    request_id text,
    created_at timestamptz not null default clock_timestamp()
);
comment on table stock_ledger is 'Append-only: every change of stock ever, whoever made it; its sums are the stock.';
create index stock_ledger_by_product on stock_ledger (product_id, id);

select make_private('stock_holds'), make_private('stock_ledger');

-- Purpose: the owner this transaction acts for: 'cart:<uuid>', 'order:<uuid>' or 'manual'; null for visitors without a cart.
-- Locks: none. Errors: none. Called by: the stock functions.
create function current_stock_owner() returns text
language sql stable parallel safe
as $$
    select coalesce(
        nullif(current_setting('app.stock_owner', true), ''),
        'cart:' || nullif(current_setting('app.cart_id', true), ''),
        case when current_setting('role') <> 'sensasiwangi_shop' then 'manual' end)
$$;

-- Purpose: writes the ledger rows of a stock change, also of one typed into a SQL console (kind console): one row, or one for each of the owners
-- in app.stock_shares, a JSON object of what each of them loses.
-- Locks: none of its own. Errors: none. Called by: trigger on marketplace_listings.
create function record_stock_change() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_on_hand integer := new.stock_on_hand - case when tg_op = 'UPDATE' then old.stock_on_hand else 0 end;
    v_reserved integer := new.stock_reserved - case when tg_op = 'UPDATE' then old.stock_reserved else 0 end;
    v_shares json := nullif(current_setting('app.stock_shares', true), '');
    v_kind text := coalesce(nullif(current_setting('app.stock_kind', true), ''), 'console');
    v_reason text := coalesce(current_setting('app.reason', true), '');
    v_request text := nullif(current_setting('app.request_id', true), '');
begin
    if v_shares is not null then
        insert into stock_ledger (product_id, kind, on_hand_change, reserved_change, owner, reason, actor, request_id)
        select new.product_id, v_kind, 0, -s.value::integer, s.key, v_reason, current_actor(), v_request from json_each_text(v_shares) s;
    elsif v_on_hand <> 0 or v_reserved <> 0 then
        insert into stock_ledger (product_id, kind, on_hand_change, reserved_change, owner, reason, actor, request_id)
        values (new.product_id, v_kind, v_on_hand, v_reserved, coalesce(nullif(current_setting('app.stock_for', true), ''), 'manual'),
            v_reason, current_actor(), v_request);
    end if;
    return null;
end
$$;
insert into stock_ledger (product_id, kind, on_hand_change, reserved_change, owner, reason, actor)
select product_id, 'console', stock_on_hand, stock_reserved, 'manual', 'opening balance', current_actor()
from marketplace_listings where stock_on_hand <> 0 or stock_reserved <> 0;
create trigger record_stock_change after insert or update of stock_on_hand, stock_reserved on marketplace_listings
    for each row execute function record_stock_change();

-- Purpose: keeps the ledger append-only, for its owner too.
-- Locks: none. Errors: 42501. Called by: triggers on stock_ledger, order_events and payments.
create function refuse_rewriting_history() returns trigger
language plpgsql
as $$
begin
    raise exception using errcode = '42501', message = format('%s is append-only', tg_table_name);
end
$$;
create trigger stock_ledger_is_append_only before update or delete or truncate on stock_ledger
    for each statement execute function refuse_rewriting_history();
create trigger order_events_are_append_only before update or delete or truncate on order_events
    for each statement execute function refuse_rewriting_history();
create trigger payments_are_append_only before update or delete or truncate on payments
    for each statement execute function refuse_rewriting_history();

-- Purpose: the one guarded statement every stock change goes through; what would break 0 <= reserved <= on hand is refused.
-- Locks: the listing's row. Errors: SW001 where more would be reserved than is on hand, SW004 where less than nothing. Called by: the stock functions.
create function move_stock(p_product_id uuid, p_on_hand_change integer, p_reserved_change integer, p_kind text, p_owner text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_listing marketplace_listings;
begin
    perform set_config('app.stock_kind', p_kind, true), set_config('app.stock_for', p_owner, true);
    update marketplace_listings
    set stock_on_hand = stock_on_hand + p_on_hand_change, stock_reserved = stock_reserved + p_reserved_change
    where product_id = p_product_id
        and stock_reserved::bigint + p_reserved_change between 0 and stock_on_hand::bigint + p_on_hand_change;
    if not found then
        select * into v_listing from marketplace_listings where product_id = p_product_id;
        if p_reserved_change < 0 then
            perform refuse('SW004', jsonb_build_object('product_id', p_product_id, 'wanted', -p_reserved_change, 'held', v_listing.stock_reserved));
        end if;
        perform refuse('SW001', jsonb_build_object('product_id', p_product_id, 'wanted', p_reserved_change - p_on_hand_change,
            'available', v_listing.stock_on_hand - v_listing.stock_reserved));
    end if;
    perform set_config('app.stock_kind', '', true), set_config('app.stock_for', '', true);
end
$$;

-- Purpose: gives back what expired holds of one listing still keep: this owner's own, and of the others the oldest, at most p_most. Whoever needs so
-- many pieces asks for so many holds; a listing with thousands of them is swept in batches. The caller must hold the listing's row lock.
-- Locks: the listing's row (already held), then its holds. Errors: none. Called by: every function that takes or gives stock, expire_holds.
create function sweep_listing(p_product_id uuid, p_most integer) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_swept integer;
    v_pieces integer;
    v_shares json;
begin
    with swept as (
        update stock_holds set state = 'expired', updated_at = app_now()
        where state = 'held' and expires_at <= app_now() and id = any (array( -- once more: a placing may have taken it over while we waited; an
            -- array is looked up by id, also where the table's statistics know nothing of a rush yet
            select id from stock_holds
            where product_id = p_product_id and owner = current_stock_owner() and state = 'held' and expires_at <= app_now()
            union
            (select id from stock_holds where product_id = p_product_id and state = 'held' and expires_at <= app_now()
            order by expires_at limit p_most)))
        returning owner, quantity
    )
    select count(*), sum(quantity), json_object_agg(owner, quantity) into v_swept, v_pieces, v_shares from swept;
    if v_swept > 0 then -- the listing changes once: a row that one transaction changes many times is found again through all its versions
        perform set_config('app.stock_shares', v_shares::text, true);
        perform move_stock(p_product_id, 0, -v_pieces, 'expire', 'manual');
        perform set_config('app.stock_shares', '', true);
    end if;
    return v_swept;
end
$$;

-- Purpose: what a shopper is told of listings: how many this viewer can buy (expired holds and the viewer's own do not count
-- against it; 0 when not for sale) and, at none, when a hold of others ends. The one place where availability is worked out.
-- Locks: none. Errors: none. Called by: product grid, product page, stock fragment, cart, checkout, get_available_stock.
create function stock_views(p_product_ids uuid[]) returns table (product_id uuid, available integer, held_until timestamptz)
language plpgsql stable security definer rows 10
set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan -- planning anew for each array would cost more than reading
as $$
#variable_conflict use_column
declare
    v_owner text := current_stock_owner();
    v_now timestamptz := app_now();
begin
    return query
    select l.product_id, v.pieces, case when v.pieces <= 0 and l.status = 'active' then (
        select min(expires_at) from stock_holds
        where product_id = l.product_id and state = 'held' and expires_at > v_now and owner is distinct from v_owner) end
    from marketplace_listings l
    cross join lateral (
        select case when l.status = 'active' then l.stock_on_hand - l.stock_reserved -- a look at what ran out and at one's own: a hot listing has many holds
            + coalesce((select sum(quantity) from stock_holds where product_id = l.product_id and state = 'held' and expires_at <= v_now), 0)
            + coalesce((select quantity from stock_holds where product_id = l.product_id and state = 'held' and owner = v_owner
                and (expires_at > v_now or expires_at is null)), 0)
        else 0 end::integer as pieces offset 0) v
    where l.product_id = any (p_product_ids);
end
$$;

-- Purpose: what this viewer can still buy of a listing; 0 when there is no such listing or it is not for sale.
-- Locks: none. Errors: none. Called by: cart, checkout gate, desk: everywhere one number of pieces is judged.
create function get_available_stock(p_product_id uuid) returns integer
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
    return coalesce((select available from stock_views(array[p_product_id])), 0);
end
$$;

-- Purpose: refuses bad quantities, locks the listing and sees that it is for sale.
-- Locks: the listing's row. Errors: SW003 bad quantity, SW002 no such listing or not for sale. Called by: reserve_stock.
create function lock_listing_for_sale(p_product_id uuid, p_quantity integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    if p_quantity is null or p_quantity <= 0 then
        perform refuse('SW003', jsonb_build_object('product_id', p_product_id, 'wanted', p_quantity));
    end if;
    perform from marketplace_listings where product_id = p_product_id and status = 'active' for no key update;
    if not found then
        perform refuse('SW002', jsonb_build_object('product_id', p_product_id));
    end if;
end
$$;

-- Purpose: holds stock of a listing for the transaction's owner, on top of what it holds already.
-- Locks: the listing's row and nothing else. Errors: SW001 insufficient, SW002 not for sale, SW003 bad quantity. Called by: hold_cart, place_order, consoles.
create function reserve_stock(p_product_id uuid, p_quantity integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_owner text := current_stock_owner();
begin
    perform lock_listing_for_sale(p_product_id, p_quantity);
    perform sweep_listing(p_product_id, p_quantity);
    perform move_stock(p_product_id, 0, p_quantity, 'reserve', v_owner);
    insert into stock_holds (product_id, owner, quantity, expires_at)
    values (p_product_id, v_owner, p_quantity, nullif(current_setting('app.hold_until', true), '')::timestamptz)
    on conflict (product_id, owner) where state = 'held'
        do update set quantity = stock_holds.quantity + excluded.quantity, expires_at = excluded.expires_at, updated_at = app_now();
end
$$;

-- Purpose: takes a quantity out of this owner's live hold, which ends in the given state when nothing is left of it. An expired hold is none.
-- Locks: the listing's row, then the hold. Errors: SW003 bad quantity, SW004 more than is held. Called by: release_stock, commit_stock.
create function reduce_hold(p_product_id uuid, p_quantity integer, p_end_state text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_hold stock_holds;
begin
    if p_quantity is null or p_quantity <= 0 then
        perform refuse('SW003', jsonb_build_object('product_id', p_product_id, 'wanted', p_quantity));
    end if;
    perform from marketplace_listings where product_id = p_product_id for no key update;
    perform sweep_listing(p_product_id, 0);
    select * into v_hold from stock_holds
    where product_id = p_product_id and owner = current_stock_owner() and state = 'held' for update;
    if coalesce(v_hold.quantity, 0) < p_quantity then
        perform refuse('SW004', jsonb_build_object('product_id', p_product_id, 'wanted', p_quantity, 'held', coalesce(v_hold.quantity, 0)));
    elsif v_hold.quantity = p_quantity then
        update stock_holds set state = p_end_state, updated_at = app_now() where id = v_hold.id;
    else
        update stock_holds set quantity = quantity - p_quantity, updated_at = app_now() where id = v_hold.id;
    end if;
end
$$;

-- Purpose: gives back what this owner holds; it never eats another's hold.
-- Locks: the listing's row, then the hold. Errors: SW003 bad quantity, SW004 more than is held. Called by: hold_cart, order lifecycle, consoles.
create function release_stock(p_product_id uuid, p_quantity integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform reduce_hold(p_product_id, p_quantity, 'released');
    perform move_stock(p_product_id, 0, -p_quantity, 'release', current_stock_owner());
end
$$;

-- Purpose: turns this owner's hold into a sale: on hand and reserved both fall.
-- Locks: the listing's row, then the hold. Errors: SW003 bad quantity, SW004 more than is held. Called by: order lifecycle, consoles.
create function commit_stock(p_product_id uuid, p_quantity integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform reduce_hold(p_product_id, p_quantity, 'committed');
    perform move_stock(p_product_id, -p_quantity, -p_quantity, 'commit', current_stock_owner());
end
$$;

-- Purpose: a stock change by hand, with its reason; the setting app.adjustment may say its kind. The result says what is on hand afterwards.
-- Locks: the listing's row. Errors: SW002 no such listing, SW003 no reason, zero or above a million, SW001 where less would stay than is reserved. Called by: desk, seeds.
create function adjust_stock(p_product_id uuid, p_change integer, p_reason text) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_listing marketplace_listings;
begin
    if p_change is null or p_change = 0 or p_change not between -1000000 and 1000000 or coalesce(trim(p_reason), '') = '' then
        perform refuse('SW003', jsonb_build_object('product_id', p_product_id, 'wanted', p_change));
    end if;
    select * into v_listing from marketplace_listings where product_id = p_product_id for no key update;
    if not found then
        perform refuse('SW002', jsonb_build_object('product_id', p_product_id));
    end if;
    perform sweep_listing(p_product_id, greatest(-p_change, 10));
    perform set_config('app.reason', p_reason, true);
    perform move_stock(p_product_id, p_change, 0, coalesce(nullif(current_setting('app.adjustment', true), ''), 'adjust'), 'manual');
    perform set_config('app.reason', '', true);
    return v_listing.stock_on_hand + p_change;
end
$$;

-- Purpose: goods that arrived; a plain name for the most common adjustment.
-- Locks: the listing's row. Errors: as adjust_stock. Called by: desk, seeds.
create function receive_stock(p_product_id uuid, p_quantity integer, p_reason text) returns integer
language sql security definer
set search_path = public, pg_temp
as $$ select adjust_stock(p_product_id, case when p_quantity > 0 then p_quantity end, p_reason) $$;

-- Purpose: the same of one listing, as a row that is always there.
-- Locks: none. Errors: none. Called by: checkout lines.
create function stock_view(p_product_id uuid, out available integer, out held_until timestamptz)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
    select coalesce(max(s.available), 0), max(s.held_until) into available, held_until from stock_views(array[p_product_id]) s;
end
$$;

-- Purpose: gives back overdue holds, at most p_limit; may run twice, late, or never: reads ignore expired holds.
-- Locks: listings in id order, skipping those busy; then their holds. Errors: none. Called by: worker.
create function expire_holds(p_limit integer) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_product_id uuid;
    v_swept integer := 0;
begin
    for v_product_id in
        select l.product_id from marketplace_listings l
        where l.product_id in (
            select h.product_id from stock_holds h where h.state = 'held' and h.expires_at <= app_now() order by h.expires_at limit 10 * p_limit)
        order by l.product_id limit p_limit for no key update skip locked
    loop
        v_swept := v_swept + sweep_listing(v_product_id, p_limit - v_swept);
        exit when v_swept >= p_limit;
    end loop;
    return v_swept;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function get_available_stock(uuid), stock_view(uuid), stock_views(uuid[]), current_stock_owner() to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
grant execute on function adjust_stock(uuid, integer, text), receive_stock(uuid, integer, text) to sensasiwangi_desk;
grant execute on function expire_holds(integer) to sensasiwangi_worker;
grant select on stock_ledger, stock_holds to sensasiwangi_desk;
grant select on stock_holds to sensasiwangi_worker;
create policy "the desk reads the ledger" on stock_ledger for select to sensasiwangi_desk using (true);
create policy "the desk reads holds" on stock_holds for select to sensasiwangi_desk using (true);
create policy "the worker reads holds" on stock_holds for select to sensasiwangi_worker using (true);
reset role;
