-- What big_orders.sql leaves out, for a drill that has something to lose: carts, quotes, timelines, payments, holds and the ledger. Afterwards every
-- key leads somewhere and the audit finds nothing. Runs as the server's administrator with triggers off.
set local session_replication_role = replica;
set local work_mem = '256MB';
set local maintenance_work_mem = '512MB';

create temporary table whole as
select o.id, o.customer_id, o.cart_id, o.quote_id, o.status, o.created_at as at, o.subtotal_amount as subtotal, o.status not in ('cancelled', 'expired') as is_live
from orders o where not exists (select from quotes q where q.id = o.quote_id);

insert into carts (id, customer_id, status, version, created_at, updated_at)
select cart_id, customer_id, 'ordered', 3, at, at from whole;

insert into quotes (id, cart_id, customer_id, cart_version, address, shipping_option, payment_method, bank_account, subtotal_amount, shipping_amount, unique_code,
    total_amount, created_at, expires_at)
select o.quote_id, o.cart_id, o.customer_id, 3, jsonb_build_object('recipient_name', o.recipient_name, 'city_name', o.city_name, 'address_line', o.address_line),
    o.shipping_option, o.payment_method, o.bank_account, o.subtotal_amount, o.shipping_amount, o.unique_code, o.total_amount, w.at, w.at + interval '15 minutes'
from whole w join orders o using (id);

-- Two lines each, which add up to the subtotal.
delete from order_items i using whole w where i.order_id = w.id;
insert into order_items (order_id, product_id, product_name, quantity, unit_price, created_at)
select w.id, p.id, p.name, 1, case when w.half = p.place then 50000 else w.subtotal - 50000 end, w.at
from (select *, row_number() over () % (select count(*) / 2 from marketplace_listings) as half from whole) w
    join (select l.product_id as id, r.name, row_number() over (order by l.product_id) - 1 as place from marketplace_listings l join products r on r.id = l.product_id) p
        on p.place in (w.half, w.half + (select count(*) / 2 from marketplace_listings));
insert into quote_lines (quote_id, product_id, product_name, quantity, unit_price)
select w.quote_id, i.product_id, i.product_name, i.quantity, i.unit_price from whole w join order_items i on i.order_id = w.id;

insert into order_events (order_id, kind, from_value, to_value, actor, order_version, created_at)
select w.id, 'status', lag(step) over history, step, 'customer:' || w.customer_id, row_number() over history, w.at + place * interval '1 hour'
from whole w, unnest(case
        when status = 'cancelled' then '{awaiting_payment,cancelled}'
        when status = 'expired' then '{awaiting_payment,expired}'
        else (array['awaiting_payment', 'paid', 'processing', 'shipped', 'delivered', 'completed'])[
            :array_position(array['awaiting_payment', 'paid', 'processing', 'shipped', 'delivered', 'completed'], status)] end) with ordinality as t (step, place)
window history as (partition by w.id order by place)
order by w.at, w.id, place;

insert into payments (order_id, kind, amount, actor, created_at)
select o.id, kind, amount, 'system', w.at + interval '2 hours' from whole w join orders o using (id),
    lateral (values ('payment', o.paid_amount), ('refund', o.refunded_amount)) money (kind, amount)
where amount > 0 order by w.at;

-- Everything that was ordered was reserved; then it left the shelf, went back to it, or is still held.
insert into stock_holds (product_id, owner, quantity, state, expires_at, created_at, updated_at)
select i.product_id, 'order:' || w.id, i.quantity,
    case when w.status in ('shipped', 'delivered', 'completed') then 'committed' when w.is_live then 'held' else 'released' end, null, w.at, w.at
from whole w join order_items i on i.order_id = w.id order by w.at;
insert into stock_ledger (product_id, kind, on_hand_change, reserved_change, owner, actor, created_at)
select h.product_id, 'reserve', 0, h.quantity, h.owner, 'system', h.created_at from stock_holds h join whole w on h.owner = 'order:' || w.id
union all
select h.product_id, case h.state when 'committed' then 'commit' else 'release' end, case h.state when 'committed' then -h.quantity else 0 end, -h.quantity, h.owner,
    'system', h.created_at
from stock_holds h join whole w on h.owner = 'order:' || w.id where h.state <> 'held'
order by 7;
insert into stock_ledger (product_id, kind, on_hand_change, reserved_change, owner, reason, actor)
select product_id, 'restock', 1 + sum(quantity), 0, 'manual', 'drill', 'system' from stock_holds h join whole w on h.owner = 'order:' || w.id group by product_id;
update marketplace_listings l set
    stock_on_hand = (select sum(on_hand_change) from stock_ledger g where g.product_id = l.product_id),
    stock_reserved = (select sum(reserved_change) from stock_ledger g where g.product_id = l.product_id)
where exists (select from stock_ledger g where g.product_id = l.product_id);
