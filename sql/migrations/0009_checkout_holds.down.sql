-- Loses functions; what is held stays held until it runs out.
set local role sensasiwangi_owner;
drop function renew_hold();
drop function start_checkout();
drop function ensure_hold(uuid);
drop function holds_its_lines(uuid);
drop function hold_cart(uuid, timestamptz);
drop function cart_held_until();
drop function lock_checkout();
reset role;
