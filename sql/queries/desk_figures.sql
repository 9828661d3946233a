-- How the shop does between two moments: orders by day, carts that were left, how long payments took to confirm, how stock turned over.

-- name: days
select
    (created_at at time zone 'Asia/Jakarta')::date as day, status, count(*)::integer as orders, sum(total_amount)::bigint as amount,
    count(*) filter (where payment_status = 'failed')::integer as failed
from orders where created_at >= %(begins)s and created_at < %(ends)s and not is_test
group by 1, 2 order by 1, 2;

-- name: tests
select count(*)::integer from orders where is_test and created_at >= %(begins)s and created_at < %(ends)s;

-- name: abandoned
select day, carts, checkouts from abandoned_carts(%(begins)s, %(ends)s) order by day;

-- name: confirmations
-- Of very many orders five thousand or so are measured; their ids are random, so that the sample is fair.
with proofs as (
    select order_id, min(created_at) as at, row_number() over (order by order_id) as place, count(*) over () as many
    from payment_proofs where created_at >= %(begins)s and created_at < %(ends)s group by order_id)
select
    count(paid.at)::integer as confirmed,
    (select count(distinct order_id) from payment_proofs where status = 'waiting' and created_at >= %(begins)s and created_at < %(ends)s)::integer as waiting,
    percentile_cont(0.5) within group (order by extract(epoch from paid.at - proofs.at)) as median,
    percentile_cont(0.9) within group (order by extract(epoch from paid.at - proofs.at)) as slow
from proofs
cross join lateral (
    select min(created_at) as at from payments p where p.order_id = proofs.order_id and p.kind = 'payment' and p.created_at >= proofs.at) paid
where proofs.place %% greatest(proofs.many / 5000, 1) = 0;

-- name: turnover
select
    coalesce(sum(moved.sold), 0)::integer as sold, coalesce(sum(l.stock_on_hand - moved.later - moved.within), 0)::integer as at_first,
    coalesce(sum(l.stock_on_hand - moved.later), 0)::integer as at_last, coalesce(sum(moved.corrected), 0)::integer as corrected
from marketplace_listings l cross join lateral (
    select
        coalesce(sum(on_hand_change) filter (where created_at >= %(ends)s), 0) as later,
        coalesce(sum(on_hand_change) filter (where created_at < %(ends)s), 0) as within,
        coalesce(-sum(on_hand_change) filter (where created_at < %(ends)s and kind in ('commit', 'uncommit')), 0) as sold,
        sum(abs(on_hand_change)) filter (where created_at < %(ends)s and kind in ('count', 'correction', 'damage', 'console')) as corrected
    from stock_ledger where product_id = l.product_id and on_hand_change <> 0 and created_at >= %(begins)s) moved;

-- name: discrepancies
select l.product_id, (select name from products where id = l.product_id) as name, found.times, found.missing, found.surplus
from marketplace_listings l cross join lateral (
    select
        count(*)::integer as times, coalesce(-sum(on_hand_change) filter (where on_hand_change < 0), 0)::integer as missing,
        coalesce(sum(on_hand_change) filter (where on_hand_change > 0), 0)::integer as surplus
    from stock_ledger
    where product_id = l.product_id and on_hand_change <> 0 and created_at >= %(begins)s and created_at < %(ends)s
        and kind in ('count', 'correction', 'damage', 'console')) found
where found.times > 0
order by found.missing + found.surplus desc, l.product_id
limit 20;

-- name: shelf
select
    count(*) filter (where status = 'active' and stock_on_hand - stock_reserved <= 0)::integer as sold_out,
    count(*) filter (where status = 'paused')::integer as paused, count(*) filter (where status = 'draft')::integer as drafts
from marketplace_listings;
