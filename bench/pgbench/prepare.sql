-- Quotes ready to be bought: each with a member, an open cart of one line, a live hold and a claimed amount of its own.
-- The settings bench.quotes and bench.listings say how many, bench.address holds an address. Ids are made from numbers, so that
-- a script can name its next quote without asking: even quotes are of listing 0, the hot one, odd ones go round the others.
create temporary table wanted on commit drop as
select
    n,
    md5('quote ' || n)::uuid as quote_id,
    md5('member ' || n)::uuid as customer_id,
    md5('cart ' || n)::uuid as cart_id,
    md5('listing ' || case when n % 2 = 0 then 0 else 1 + n / 2 % current_setting('bench.listings')::integer end)::uuid as product_id,
    1 + n / 2 % 999 as code,
    (7000000000 + n / 2 / 999 * 2 + n % 2)::text as account_number,
    current_setting('bench.address')::jsonb as address,
    now() + interval '1 day' as ends_at
from generate_series(1, current_setting('bench.quotes')::integer) n;
alter table wanted add column account jsonb;
update wanted set account = jsonb_build_object('bank', 'BCA', 'number', account_number, 'holder', 'Sensasiwangi');

insert into brands (id, slug, name, city, story) values (md5('brand')::uuid, 'bench', 'Bench', 'Bandung', '');
insert into products (id, brand_id, range_key, name, category, weight_grams, summary, description, picture_key)
select md5('listing ' || n)::uuid, md5('brand')::uuid, 'bench-' || n, 'Parfum', 'parfum', 100, '', '', ''
from generate_series(0, current_setting('bench.listings')::integer) n;
insert into marketplace_listings (product_id, slug, list_price)
select md5('listing ' || n)::uuid, 'bench-' || n, 100000 from generate_series(0, current_setting('bench.listings')::integer) n;
select receive_stock(md5('listing ' || n)::uuid, 1000000, 'benchmark')
from generate_series(0, current_setting('bench.listings')::integer) n;

insert into customers (id, email, full_name, password_hash) select customer_id, n || '@bench.test', 'Member ' || n, '' from wanted;
insert into carts (id, customer_id) select cart_id, customer_id from wanted;
insert into cart_items (cart_id, product_id, quantity, seen_price) select cart_id, product_id, 1, 100000 from wanted;
insert into checkouts (cart_id, address, shipping_option, payment_method, bank_account)
select cart_id, address, 'ongkir-cs', 'transfer-bca', account from wanted;
insert into quotes (id, cart_id, customer_id, cart_version, address, shipping_option, payment_method, bank_account,
    subtotal_amount, unique_code, total_amount, expires_at)
select quote_id, cart_id, customer_id, 1, address, 'ongkir-cs', 'transfer-bca', account, 100000, code, 100000 + code, ends_at from wanted;
insert into quote_lines (quote_id, product_id, product_name, quantity, unit_price)
select quote_id, product_id, 'Parfum', 1, 100000 from wanted;
insert into transfer_amounts (account_number, amount, cart_id, expires_at)
select account_number, 100000 + code, cart_id, ends_at from wanted;

insert into stock_holds (product_id, owner, quantity, expires_at) select product_id, 'cart:' || cart_id, 1, ends_at from wanted;
select set_config('app.stock_kind', 'reserve', true);
update marketplace_listings l set stock_reserved = stock_reserved + held.pieces
from (select product_id, count(*) as pieces from wanted group by product_id) held where held.product_id = l.product_id;
