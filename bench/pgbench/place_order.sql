-- What the door of app/db.py sends for "Buat pesanan", in one round trip.
\set turn :turn + 1
\set quote 2 * (:first + :turn * :clients + :client_id) + :spread
\startpipeline
begin;
select set_config('role', 'sensasiwangi_shop', true), set_config('app.request_id', 'bench', true),
    set_config('app.actor', '', true), set_config('statement_timeout', '3s', true),
    set_config('lock_timeout', '1s', true);
select * from identify(null, md5('member ' || :quote)::uuid, md5('cart ' || :quote)::uuid, true);
select order_id, order_number, replayed from place_order(md5('quote ' || :quote)::uuid, make_interval(hours => 24));
commit;
\endpipeline
