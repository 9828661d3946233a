-- Loses functions and a trigger only; until they are back no money can be booked.
set local role sensasiwangi_owner;
drop function late_money();
drop function revive_order(uuid, integer, jsonb, text);
drop trigger record_item_change on order_items;
drop function record_item_change();
drop function record_refund(uuid, integer, bigint, text);
drop function record_payment(uuid, integer, bigint, text);
drop function book_money(orders, text, bigint, text);
drop function submit_payment_proof(uuid, text, bytea);
drop function stand_by_order(orders, boolean, text);
reset role;
