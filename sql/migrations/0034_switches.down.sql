-- Loses how the switches stand (the checkout opens) and every earlier turn.
set local role sensasiwangi_owner;
drop trigger the_checkout_is_open on orders;
drop function set_switch(text, boolean, text);
drop function require_open_checkout();
drop function write_mode();
drop function shop_switches();
drop table switches;
reset role;
