-- Loses functions only.
set local role sensasiwangi_owner;
drop function merge_cart(uuid, uuid);
drop function set_cart_quantity(uuid, integer);
drop function remove_from_cart(uuid);
drop function trim_cart_hold(uuid, uuid, integer);
drop function add_to_cart(uuid, integer);
drop function check_cart_line(uuid, uuid, bigint);
drop function lock_cart(boolean);
drop function identify(text, uuid, uuid, boolean);
reset role;
