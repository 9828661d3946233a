-- Loses functions, and which order numbers were given already.
set local role sensasiwangi_owner;
drop function place_order(uuid, interval);
drop function replay_order(uuid);
drop function reserve_for_order(uuid, uuid, timestamptz);
drop function insert_order(uuid, quotes, timestamptz);
drop function new_order_number();
drop sequence order_numbers;
drop function refuse_quote(quotes, text, integer);
reset role;
