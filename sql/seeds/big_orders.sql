-- Orders for benchmarks: current_setting('seed.orders') of them over three years, straight into the tables. Runs as the server's administrator with
-- triggers off, after catalog.sql: they have no carts, quotes or timelines, and nothing of the stock knows them.
set local session_replication_role = replica;
set local work_mem = '256MB';
set local maintenance_work_mem = '512MB';

-- A number between 0 and 1 that is always the same for the same two.
create function pg_temp.chance(n bigint, salt text) returns double precision language sql immutable
as $$ select ('x' || substr(md5(salt || n), 1, 7))::bit(28)::integer / 268435456.0 $$;

create temporary table big_names as
select
    '{Sari,Dewi,Putri,Siti,Ayu,Rina,Wati,Nur,Sri,Indah,Lestari,Fitri,Ratna,Maya,Dian,Eka,Agus,Budi,Joko,Andi,Rizki,Muhammad,Ahmad,Bayu,Dimas,Fajar,Hendra,'
    'Irfan,Kurnia,Lukman,Made,Nyoman,Wayan,Ketut,Oktavia,Prasetyo,Qori,Rahmat,Slamet,Teguh,Umar,Vina,Wulan,Yusuf,Zahra,Intan,Citra,Bunga,Melati,Kartika}'::text[] as first,
    '{Wulandari,Saputra,Lestari,Hidayat,Kusuma,Pratama,Nugroho,Santoso,Wibowo,Susanti,Rahayu,Setiawan,Permata,Utami,Handayani,Siregar,Nasution,Simanjuntak,'
    'Hutapea,Wijaya,Gunawan,Halim,Tanujaya,Suryadi,Firmansyah,Maulana,Ramadhan,Anggraini,Puspita,Safitri,Mahendra,Darmawan,Sihombing,Lubis,Harahap}'::text[] as family,
    '{ba,ka,la,ma,na,ra,sa,ta,wa,ya,ri,di,ni,si,ti,ku,lu,su,wu,ndo,ngga,nto,nda,rjo,sti,tri}'::text[] as part,
    '{Kota Jakarta Selatan,Kota Jakarta Barat,Kota Jakarta Timur,Kota Surabaya,Kota Bandung,Kota Bekasi,Kota Tangerang,Kota Depok,Kota Semarang,Kota Medan,'
    'Kabupaten Bandung,Kabupaten Sleman,Kota Makassar,Kota Palembang,Kota Denpasar,Kota Malang,Kabupaten Bogor,Kota Padang,Kota Pontianak,Kota Manado,'
    'Kota Jayapura,Kabupaten Sumba Timur,Kabupaten Nias,Kabupaten Kepulauan Talaud}'::text[] as city;

insert into customers (id, email, full_name, phone_number, password_hash, created_at)
select md5('big:customer:' || n)::uuid, format('%s.%s%s@contoh.test', lower(first[f]), lower(family[g]), n), first[f] || ' ' || case
        when pg_temp.chance(n, 'rare') < 0.3 then initcap(part[p1] || part[p2] || part[p3]) else family[g] end,
    '+628' || 1 + n % 9 || lpad((n * 7919 % 100000000)::text, 8, '0'), 'x', now() - interval '3 years'
from generate_series(1, current_setting('seed.orders')::integer / 4) n, big_names,
    lateral (select 1 + (power(pg_temp.chance(n, 'first'), 2) * cardinality(first))::integer % cardinality(first) as f,
        1 + (power(pg_temp.chance(n, 'family'), 2) * cardinality(family))::integer % cardinality(family) as g,
        1 + (pg_temp.chance(n, 'p1') * 25)::integer as p1, 1 + (pg_temp.chance(n, 'p2') * 25)::integer as p2, 1 + (pg_temp.chance(n, 'p3') * 25)::integer as p3) draw;

create temporary table big_draws as
select
    n, md5('big:order:' || n)::uuid as id, now() - (1 - n / current_setting('seed.orders')::double precision) * interval '3 years' as at,
    1 + (n * 7907::bigint) % (current_setting('seed.orders')::integer / 4) as buyer, pg_temp.chance(n, 'status') as luck,
    100000 + 5000 * (pg_temp.chance(n, 'price') * 200)::bigint as subtotal, 9000 + 1000 * (pg_temp.chance(n, 'cost') * 60)::bigint as shipping,
    1 + (n * 7919::bigint % 999)::integer as code, '23456789ABCDEFGHJKLMNPQRSTUVWXYZ' as signs, (n * 20811767::bigint % 33554432)::integer as shuffled,
    power(pg_temp.chance(n, 'city'), 3) as place
from generate_series(1, current_setting('seed.orders')::bigint) n;

insert into orders (id, order_number, customer_id, cart_id, quote_id, status, payment_status, subtotal_amount, shipping_amount, unique_code, total_amount,
    paid_amount, refunded_amount, payment_method, bank_account, payment_due_at, shipping_option, courier, tracking_number, recipient_name, phone_number,
    province_name, city_name, district_name, subdistrict_name, postal_code, address_line, version, created_at, updated_at, status_since, closed_at)
select
    d.id, format('SW-%s-%s%s%s%s%s', to_char(at at time zone 'Asia/Jakarta', 'YYMMDD'), substr(signs, 1 + (shuffled >> 20 & 31), 1),
        substr(signs, 1 + (shuffled >> 15 & 31), 1), substr(signs, 1 + (shuffled >> 10 & 31), 1), substr(signs, 1 + (shuffled >> 5 & 31), 1),
        substr(signs, 1 + (shuffled & 31), 1)),
    k.id, gen_random_uuid(), gen_random_uuid(), s.status, s.payment_status, subtotal, shipping, code, subtotal + shipping + code,
    case s.payment_status when 'unpaid' then 0 when 'in_review' then 0 when 'failed' then 0 when 'partial' then subtotal when 'overpaid' then subtotal + shipping + code + 1000
        else subtotal + shipping + code end,
    case s.payment_status when 'refunded' then subtotal + shipping + code when 'partially_refunded' then 1000 else 0 end,
    'transfer-bca', '{"code": "bca", "bank": "BCA", "number": "1234567890", "holder": "PT Sensasiwangi"}', at + interval '1 day', 'ongkir-cs',
    'JNE', case when s.status in ('shipped', 'delivered', 'completed') then 'JT' || lpad((n * 104729 % 10000000000)::text, 10, '0') end,
    case when pg_temp.chance(n, 'gift') < 0.2 then r.full_name else k.full_name end, k.phone_number,
    'Jawa Barat', city[1 + (place * cardinality(city))::integer % cardinality(city)], 'Coblong', 'Dago', '40135', 'Jl. Ir. H. Juanda No. ' || n % 300, 6, at, at, at,
    case when s.status in ('completed', 'cancelled', 'expired') then at + interval '5 days' end
from big_draws d
    join customers k on k.id = md5('big:customer:' || buyer)::uuid
    join customers r on r.id = md5('big:customer:' || 1 + buyer * 31 % (current_setting('seed.orders')::integer / 4))::uuid
    cross join big_names
    cross join lateral (select
        case when luck < 0.06 then 'cancelled' when luck < 0.14 then 'expired' when at > now() - interval '1 day' then 'awaiting_payment'
            when at > now() - interval '2 days' then 'paid' when at > now() - interval '3 days' then 'processing' when at > now() - interval '6 days' then 'shipped'
            when at > now() - interval '9 days' then 'delivered' else 'completed' end as status) drawn
    cross join lateral (select drawn.status, case
        when luck < 0.0005 then 'failed' when luck < 0.001 then 'partial' when luck < 0.05 or drawn.status in ('expired', 'awaiting_payment') then 'unpaid'
        when luck < 0.06 then 'refunded' when luck > 0.999 then 'overpaid' when luck > 0.997 then 'partially_refunded' else 'paid' end as payment_status) s;

insert into order_items (order_id, product_id, product_name, quantity, unit_price, created_at)
select d.id, p.id, p.name, 1 + n % 3, 100000, at
from big_draws d
    join (select id, name, row_number() over (order by id) - 1 as place, count(*) over () as many from products) p
        on p.place in ((power(luck, 3) * p.many)::integer % p.many, n % p.many);

-- Building an index at once takes a tenth of the time of adding to it.
do $$
declare
    v_index text := pg_get_indexdef('order_search_by_document'::regclass);
begin
    drop index order_search_by_document;
    insert into order_search (order_id, created_at, document)
    select o.id, o.created_at, order_document(o, k) from orders o join customers k on k.id = o.customer_id on conflict do nothing;
    execute v_index;
    insert into name_terms (word, trigrams)
    select word, trigrams(word) from (
        select distinct w.word from customers, unnest(name_words(full_name)) as w (word) where length(w.word) between 3 and 30) learned
    on conflict do nothing;
    update order_search_progress set indexed_until = app_now();
end
$$;
