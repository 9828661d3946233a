-- Loses functions only; until they are back no order can be edited.
set local role sensasiwangi_owner;
drop function edit_order(uuid, integer, jsonb, jsonb, text);
drop function reduce_lines(uuid, jsonb);
reset role;
