-- Loses functions only; until they are back nothing that was to be sent is.
set local role sensasiwangi_owner;
drop function forget_events(integer);
drop function delivery_dropped(bigint, boolean, text);
drop function delivery_failed(bigint, bigint, integer, text);
drop function delivery_succeeded(bigint, integer, text);
drop function disable_endpoint(uuid, text);
drop function replay_delivery(bigint);
reset role;
