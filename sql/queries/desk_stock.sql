-- Stock at the desk: the list, one listing with its holds and its ledger, and what staff do to it.

-- name: listings
select
    s.product_id, s.slug, s.name, s.status, s.list_price, s.low_stock_threshold, s.on_hand, s.held, s.available, s.is_low, sold_lately(s.product_id) as sold
from (select * from stock_levels() where slug > %(after)s order by slug limit %(most)s) s
order by s.slug;

-- name: filtered
with found as materialized ( -- first all that match: a walk along the slugs takes long where few do
    select slug from marketplace_listings
    where slug > %(after)s and (%(status)s = '' or status = %(status)s)
        and (%(words)s = '' or strpos(sort_name, %(words)s) > 0 or strpos(slug, %(words)s) > 0)
        and (not %(low)s or status = 'active' and stock_on_hand - stock_reserved <= low_stock_threshold)
), first as materialized ( -- what only looks low may fall out below
    select slug from found order by slug limit case when not %(low)s then %(most)s::bigint end)
select
    s.product_id, s.slug, s.name, s.status, s.list_price, s.low_stock_threshold, s.on_hand, s.held, s.available, s.is_low, sold_lately(s.product_id) as sold
from (
    select s.* from first f join stock_levels() s on s.slug = f.slug
    where not %(low)s or s.is_low
    order by f.slug limit %(most)s) s
order by s.slug;

-- name: low
select
    s.product_id, s.slug, s.name, s.status, s.list_price, s.low_stock_threshold, s.on_hand, s.held, s.available, s.is_low, sold_lately(s.product_id) as sold
from (select * from stock_levels() where looks_low and is_low order by available, slug limit %(most)s) s
order by s.available, s.slug;

-- name: listing
select
    s.product_id, s.slug, s.name, s.status, s.list_price, s.low_stock_threshold, s.version, s.on_hand, s.held, s.available, s.is_low, sold_lately(s.product_id) as sold,
    (select coalesce(max(g.id), 0) from stock_ledger g where g.product_id = s.product_id) as seen,
    (select count(*) from stock_holds h where h.product_id = s.product_id and h.state = 'held')::integer as holds,
    u.entry as undo_entry, u.kind as undo_kind, u.change as undo_change, u.seconds_left as undo_seconds
from stock_levels() s
left join undoable_adjustment(s.product_id) u on true
where s.product_id = %(product_id)s;

-- name: holds
select owner_kind, order_id, order_number, order_status, member_name, quantity, since, expires_at, is_over
from listing_holds(%(product_id)s, %(most)s);

-- name: ledger
with newest as (
    select id, kind, on_hand_change, reserved_change, owner, reason, actor, created_at from stock_ledger
    where product_id = %(product_id)s and (%(before)s::bigint is null or id < %(before)s)
    order by id desc limit %(most)s)
select
    n.id, n.kind, n.on_hand_change, n.reserved_change, n.reason, n.created_at, split_part(n.actor, ':', 1) as actor_kind, w.full_name as staff_name,
    split_part(n.owner, ':', 1) as owner_kind, o.id as order_id, o.order_number,
    (l.stock_on_hand - later.on_hand - coalesce(sum(n.on_hand_change) over newer, 0))::integer as on_hand,
    (l.stock_reserved - later.reserved - coalesce(sum(n.reserved_change) over newer, 0))::integer as reserved
from newest n
join marketplace_listings l on l.product_id = %(product_id)s
cross join (
    select coalesce(sum(on_hand_change), 0) as on_hand, coalesce(sum(reserved_change), 0) as reserved
    from stock_ledger where product_id = %(product_id)s and id >= %(before)s) later
left join staff w on n.actor like 'staff:%%' and w.id = case when n.actor like 'staff:%%' then substr(n.actor, 7)::uuid end
left join orders o on o.id = case when n.owner like 'order:%%' then substr(n.owner, 7)::uuid end
window newer as (order by n.id desc rows between unbounded preceding and 1 preceding)
order by n.id desc;

-- name: changes
select a.at, coalesce(s.full_name, split_part(a.actor, ':', 1)) as who, a.action, a.table_name, a.before, a.after, a.request_id
from audit_trail a left join staff s on 'staff:' || s.id = a.actor
where a.table_name = 'marketplace_listings' and a.row_key = %(product_id)s
order by a.id desc
limit 200;

-- name: adjust
select adjust_listing(%(product_id)s, %(kind)s, %(pieces)s, %(seen)s, %(reason)s);

-- name: undo
select undo_adjustment(%(product_id)s, %(entry)s);

-- name: edit
select edit_listing(%(product_id)s, %(version)s, %(list_price)s, %(status)s, %(low_stock_threshold)s);
