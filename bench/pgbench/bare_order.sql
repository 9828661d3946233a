-- The rows that place_order writes for such a quote, written by plain statements that know every value, in one round trip.
\set turn :turn + 1
\set number :first + :turn * :clients + :client_id
\set quote 2 * :number + :spread
\set listing :spread * (1 + :number % :listings)
\set code 1 + :number % 999
\set account 7000000000 + :number / 999 * 2 + :spread
\startpipeline
begin;
insert into orders (id, order_number, customer_id, cart_id, quote_id, status, subtotal_amount, unique_code, total_amount,
    payment_method, bank_account, shipping_option, recipient_name, phone_number, province_name, city_name, district_name,
    subdistrict_name, postal_code, address_line)
values (md5('order ' || :quote)::uuid, 'SW-260101-' || :quote, md5('member ' || :quote)::uuid, md5('cart ' || :quote)::uuid,
    md5('quote ' || :quote)::uuid, 'awaiting_quote', 100000, :code, 100000 + :code, 'transfer-bca',
    jsonb_build_object('bank', 'BCA', 'number', (:account)::text, 'holder', 'Sensasiwangi'), 'ongkir-cs', 'Sari Dewi',
    '+6281234567890', 'Jawa Barat', 'Kota Bandung', 'Coblong', 'Dago', '40135', 'Jl. Juanda 12');
insert into order_items (order_id, product_id, product_name, quantity, unit_price)
values (md5('order ' || :quote)::uuid, md5('listing ' || :listing)::uuid, 'Parfum', 1, 100000);
insert into order_events (order_id, kind, to_value, actor, order_version)
values (md5('order ' || :quote)::uuid, 'status', 'awaiting_quote', 'customer:' || md5('member ' || :quote)::uuid, 1);
insert into jobs (kind, subject) values ('order_mail', currval('order_events_id_seq'));
update carts set status = 'ordered', updated_at = now() where id = md5('cart ' || :quote)::uuid;
update transfer_amounts set expires_at = null
where account_number = (:account)::text and amount = 100000 + :code and released_at is null;
update stock_holds set owner = 'order:' || md5('order ' || :quote)::uuid, expires_at = null, updated_at = now()
where product_id = md5('listing ' || :listing)::uuid and owner = 'cart:' || md5('cart ' || :quote)::uuid and state = 'held';
commit;
\endpipeline
