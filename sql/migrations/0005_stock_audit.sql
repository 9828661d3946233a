-- 0005 stock audit: what always holds of stock and orders, asked of the rows themselves.
set local role sensasiwangi_owner;

-- Purpose: one row per broken promise; empty when all is well.
-- Locks: none. Errors: none. Called by: readiness, flask audit, worker, tests.
create function stock_audit() returns table (promise text, subject uuid, expected bigint, found bigint)
language sql stable security definer
set search_path = public, pg_temp
as $$
    with ledger as (
        select product_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved from stock_ledger group by product_id
    ), holds as (
        select product_id, sum(quantity) as held from stock_holds where state = 'held' group by product_id
    ), items as (
        select o.id, o.status, o.subtotal_amount, count(i.*) as lines, coalesce(sum(i.quantity * i.unit_price), 0) as amount
        from orders o left join order_items i on i.order_id = o.id group by o.id
    )
    select 'stock on hand is the sum of the ledger', l.product_id, coalesce(g.on_hand, 0), l.stock_on_hand
    from marketplace_listings l left join ledger g using (product_id) where l.stock_on_hand <> coalesce(g.on_hand, 0)
    union all
    select 'stock reserved is the sum of the ledger', l.product_id, coalesce(g.reserved, 0), l.stock_reserved
    from marketplace_listings l left join ledger g using (product_id) where l.stock_reserved <> coalesce(g.reserved, 0)
    union all
    select 'stock reserved is the sum of live holds', l.product_id, coalesce(h.held, 0), l.stock_reserved
    from marketplace_listings l left join holds h using (product_id) where l.stock_reserved <> coalesce(h.held, 0)
    union all
    select 'an order has items that add up to its subtotal', id, subtotal_amount, amount from items where lines = 0 or amount <> subtotal_amount
    union all
    select 'what was paid and refunded is the sum of the payments', o.id, o.paid_amount - o.refunded_amount, coalesce(p.net, 0) from orders o
    left join (select order_id, sum(case when kind in ('payment', 'refund_undone') then amount else -amount end)::bigint as net from payments group by order_id) p
        on p.order_id = o.id
    where o.paid_amount - o.refunded_amount <> coalesce(p.net, 0)
    union all
    select 'an order has a timeline that ends in its status', o.id, 1, 0 from orders o
    where o.status is distinct from (select e.to_value from order_events e where e.order_id = o.id and e.kind = 'status' order by e.id desc limit 1)
    union all
    select 'an order that waits holds its stock', i.order_id, i.quantity, coalesce(h.quantity, 0)
    from orders o join order_items i on i.order_id = o.id
    left join stock_holds h on h.product_id = i.product_id and h.owner = 'order:' || o.id and h.state = 'held'
    where coalesce(h.quantity, 0) <> i.quantity and (
        o.status in ('awaiting_quote', 'paid', 'processing')
        or o.status = 'awaiting_payment' and (o.payment_status in ('in_review', 'partial') or o.payment_due_at > app_now()))
    union all
    select 'a closed order holds no stock', o.id, 0, h.quantity
    from orders o join stock_holds h on h.owner = 'order:' || o.id and h.state = 'held'
    where o.status in ('shipped', 'delivered', 'completed', 'cancelled', 'expired')
$$;

revoke execute on all functions in schema public from public;
grant execute on function stock_audit() to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
reset role;
