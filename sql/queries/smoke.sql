-- The checklist's database list, and what an order of flask smoke has of each.

-- name: books
select
    (select count(*) from orders where created_at > app_now() - interval '1 hour') as orders,
    (select count(*) from order_items where created_at > app_now() - interval '1 hour') as order_items,
    (select count(*) from marketplace_listings where stock_reserved > 0) as reserved_listings,
    (select count(*) from orders where id = %(order_id)s) as own_orders,
    (select count(*) from order_items where order_id = %(order_id)s) as own_items,
    (select count(*) from stock_holds where owner = 'order:' || %(order_id)s and state = 'held') as own_holds,
    (select deadlocks from pg_stat_database where datname = current_database()) as deadlocks;
