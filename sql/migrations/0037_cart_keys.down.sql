-- Loses by which keys carts know their latest additions: what was sent before and is sent again then is added twice.
set local role sensasiwangi_owner;
drop function add_to_cart_once(uuid, integer, text);
alter table carts drop column addition_keys;
reset role;
