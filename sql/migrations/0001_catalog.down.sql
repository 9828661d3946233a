-- Loses the catalog. The roles stay: they belong to the whole server and other databases may use them.
set local role sensasiwangi_owner;
drop table marketplace_listings, products, brands;
drop function make_private(regclass);
drop function refuse(text, jsonb);
drop function current_actor();
drop function current_order_id();
drop function current_cart_id();
drop function current_staff_id();
drop function current_customer_id();
drop function app_now();
alter default privileges for role sensasiwangi_owner grant execute on functions to public;
reset role;
revoke create on schema public from sensasiwangi_owner;
revoke usage on schema public from sensasiwangi_owner, sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
