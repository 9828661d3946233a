-- Loses functions and triggers only; until they are back nothing may change an order.
set local role sensasiwangi_owner;
drop function keep_order_stock(uuid);
drop function hold_order_until(uuid, timestamptz);
drop function move_order(uuid, text, text);
drop function settle_stock(uuid, text);
drop function lock_opened_order(uuid, integer);
drop function lock_own_order(uuid, integer);
drop function lock_order(uuid, integer);
drop trigger orders_have_items on orders;
drop trigger items_stay_with_their_order on order_items;
drop function require_items();
drop trigger record_order_change on orders;
drop function record_order_change();
drop trigger follow_transitions on orders;
drop function follow_transitions();
reset role;
