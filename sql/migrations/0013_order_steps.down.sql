-- Loses functions only; until they are back no order goes on.
set local role sensasiwangi_owner;
drop function expire_orders(integer);
drop function advance_order(uuid, integer, text, text);
drop function ship_order(uuid, integer, text, text);
drop function quote_shipping(uuid, integer, text, text, bigint);
drop function confirm_received(uuid, integer);
drop function cancel_own_order(uuid, integer, text);
drop function accept_shipping_quote(uuid, integer, interval);
reset role;
