-- Loses the endpoints with their secrets, and what was and still is to be sent to them.
set local role sensasiwangi_owner;
delete from jobs where kind in ('webhook', 'webhook_off_mail');
drop function rotate_endpoint_secret(uuid, integer, text);
drop function save_endpoint(uuid, integer, text, text[], boolean, text);
drop trigger publish_low_stock on low_stock_notices;
drop function publish_low_stock();
drop trigger publish_order_event on order_events;
drop function publish_order_event();
drop function order_for_webhooks(uuid);
drop function publish_event(text, text, jsonb, timestamptz, timestamptz);
drop table webhook_deliveries, webhook_events, webhook_endpoints;
reset role;
