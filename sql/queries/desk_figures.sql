-- How the shop does between two moments: orders by day, carts that were left, how long payments took to confirm, how stock turned over.

-- name: days
select
    (created_at at time zone 'Asia/Jakarta')::date as day, status, count(*) filter (where not is_test)::integer as orders,
    coalesce(sum(total_amount) filter (where not is_test), 0)::bigint as amount,
    count(*) filter (where payment_status = 'failed' and not is_test)::integer as failed, count(*) filter (where is_test)::integer as tests
from orders where created_at >= %(begins)s and created_at < %(ends)s
group by 1, 2 order by 1, 2;

-- name: abandoned
select day, carts, checkouts from abandoned_carts(%(begins)s, %(ends)s) order by day;

-- name: confirmations
-- Of very many orders five thousand or so are measured: those with the lowest ids, which are random, so that the sample is fair.
with sample as (
    select rpad(lpad(to_hex((4294967295 * least(5000.0 / greatest(count(*), 1), 1))::bigint), 8, '0'), 32, 'f')::uuid as last
    from payment_proofs where created_at >= %(begins)s and created_at < %(ends)s
), proofs as (
    select order_id, min(created_at) as at
    from payment_proofs where created_at >= %(begins)s and created_at < %(ends)s and order_id <= (select last from sample) group by order_id)
select
    count(paid.at)::integer as confirmed,
    (select count(distinct order_id) from payment_proofs where status = 'waiting' and created_at >= %(begins)s and created_at < %(ends)s)::integer as waiting,
    percentile_cont(0.5) within group (order by extract(epoch from paid.at - proofs.at)) as median,
    percentile_cont(0.9) within group (order by extract(epoch from paid.at - proofs.at)) as slow
from proofs
cross join lateral (
    select min(created_at) as at from payments p where p.order_id = proofs.order_id and p.kind = 'payment' and p.created_at >= proofs.at) paid;

-- name: turnover
select
    coalesce(sum(moved.sold), 0)::integer as sold, coalesce(sum(l.stock_on_hand - moved.since), 0)::integer as at_first,
    coalesce(sum(l.stock_on_hand - moved.later), 0)::integer as at_last, (
        select coalesce(sum(abs(on_hand_change)), 0) from stock_ledger
        where kind in ('count', 'correction', 'damage', 'console') and created_at >= %(begins)s and created_at < %(ends)s)::integer as corrected
from marketplace_listings l cross join lateral (
    select
        coalesce(sum(on_hand_change), 0) as since, coalesce(sum(on_hand_change) filter (where created_at >= %(ends)s), 0) as later,
        -sum(on_hand_change) filter (where created_at < %(ends)s and kind in ('commit', 'uncommit')) as sold
    from stock_ledger where product_id = l.product_id and on_hand_change <> 0 and created_at >= %(begins)s) moved;

-- name: discrepancies
select product_id, (select name from products where id = product_id) as name, times, missing, surplus
from (
    select
        product_id, count(*)::integer as times, coalesce(-sum(on_hand_change) filter (where on_hand_change < 0), 0)::integer as missing,
        coalesce(sum(on_hand_change) filter (where on_hand_change > 0), 0)::integer as surplus
    from stock_ledger
    where kind in ('count', 'correction', 'damage', 'console') and on_hand_change <> 0 and created_at >= %(begins)s and created_at < %(ends)s
    group by product_id) found
order by missing + surplus desc, product_id
limit 20;

-- name: shelf
select
    count(*) filter (where status = 'active' and stock_on_hand - stock_reserved <= 0)::integer as sold_out,
    count(*) filter (where status = 'paused')::integer as paused, count(*) filter (where status = 'draft')::integer as drafts
from marketplace_listings;
