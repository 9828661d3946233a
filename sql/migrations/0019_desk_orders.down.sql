-- Loses functions only; until they are back no proof can be refused and nothing taken back.
set local role sensasiwangi_owner;
drop function undo_shipment(orders, jsonb);
drop function undo_money(orders, jsonb, text);
drop function undo_quote(orders);
drop function undo_last(uuid, integer);
drop function undoable_action(uuid);
drop function resolve_wish(uuid, integer, boolean, text);
drop function refuse_proof(uuid, integer, uuid, text);
reset role;
