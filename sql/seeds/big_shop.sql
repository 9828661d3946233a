-- A big shop for benchmarks: fills up with invented listings until there are current_setting('seed.listings') of them.
-- Runs as the owner in one transaction, after catalog.sql (it borrows its brands).

create temporary table big_words (kind text, place integer generated always as identity, word text, family text);
insert into big_words (kind, word, family)
select 'plant', word, family from (values
    ('floral', '{Melati,Kenanga,Kamboja,Cempaka,Mawar,Sedap Malam,Teratai,Anggrek}'::text[]),
    ('citrus', '{Jeruk Purut,Limau,Jeruk Bali,Mandarin,Jeruk Nipis,Kulit Jeruk}'),
    ('spicy', '{Cengkih,Pala,Lawang,Kapulaga,Kayu Manis,Lada,Jahe,Safron}'),
    ('woody', '{Cendana,Gaharu,Ulin,Akar Wangi,Aras,Rasamala,Jati,Damar}'),
    ('fresh', '{Teh Putih,Daun Mint,Lavender,Kemangi,Serai,Eukaliptus}'),
    ('gourmand', '{Kopi,Vanila,Kakao,Gula Aren,Kelapa,Madu}'),
    ('aquatic', '{Garam Laut,Karang,Embun,Bakau,Rumput Laut,Ombak}'),
    ('green', '{Pandan,Pakis,Bambu,Nilam,Lumut,Daun Tomat}')
) as families (family, words), unnest(words) as word;
insert into big_words (kind, word)
select 'mood', word from unnest(
    '{Senja,Subuh,Pagi,Siang,Petang,Malam,Hujan,Kemarau,Kabut,Angin,Basah,Kering,Hangat,Dingin,Jernih,Gelap,Lama,Muda,Putih,Merah,'
    'Hijau,Biru,Tua,Sunyi,Ramai,Jauh,Dekat,Halus,Kasar,Pulang,Tenang,Rindang,Teduh,Terang,Temaram,Perlahan,Pertama,Terakhir}'::text[]) as word;
insert into big_words (kind, word)
select 'spot', word from unnest(
    '{Halaman,Beranda,Dermaga,Ladang,Bukit,Lembah,Pasar,Dapur,Loteng,Kebun,Sungai,Muara,Pesisir,Hutan,Jendela,Serambi,Taman,Lereng,Teluk,'
    'Tanjung,Telaga,Gudang,Perahu,Jembatan,Stasiun,Menara,Sumur,Pematang,Simpang,Lorong,Puncak,Pulau,Rawa,Padang,Kali,Gang,Rumah,Kamar}'::text[]) as word;

-- Every number becomes one listing: five sizes to a name, names drawn from all combinations in an order that mixes the families.
create temporary table big_numbers as
select number, (number / 5 * 7919::bigint) % (p.size * m.size * s.size) as draw, (array[5, 10, 30, 50, 100])[number % 5 + 1] as size_ml,
    ('x' || substr(md5(number::text), 1, 7))::bit(28)::integer as chance, p.size as plants, m.size as moods
from generate_series((select count(*)::integer from marketplace_listings) + 1, current_setting('seed.listings')::integer) as number,
    (select count(*)::integer as size from big_words where kind = 'plant') p,
    (select count(*)::integer as size from big_words where kind = 'mood') m,
    (select count(*)::integer as size from big_words where kind = 'spot') s;

create temporary table big_products as
with plant as (select row_number() over (order by place) - 1 as at, word, family from big_words where kind = 'plant'),
    mood as (select row_number() over (order by place) - 1 as at, word from big_words where kind = 'mood'),
    spot as (select row_number() over (order by place) - 1 as at, word from big_words where kind = 'spot'),
    maker as (select row_number() over (order by slug) - 1 as at, id, city from brands)
select n.number, n.size_ml, n.chance, plant.word as plant, plant.family, mood.word as mood, spot.word as spot, maker.id as brand_id, maker.city,
    concat_ws(' ', plant.word, mood.word, spot.word) as title,
    (array['parfum', 'parfum', 'parfum', 'parfum', 'parfum', 'parfum', 'raw-material', 'raw-material', 'tools', 'lainnya'])[n.number / 5 % 10 + 1] as category,
    left(md5((n.number / 5)::text), 6) as seed
from big_numbers n
    join plant on plant.at = n.draw % n.plants
    join mood on mood.at = n.draw / n.plants % n.moods
    join spot on spot.at = n.draw / n.plants / n.moods
    join maker on maker.at = n.number / 5 % (select count(*) from brands);

insert into products (
    id, brand_id, range_key, name, category, aroma_family, concentration, size_ml, weight_grams,
    top_notes, heart_notes, base_notes, summary, description, picture_key
)
select
    md5('product:besar-' || number)::uuid, brand_id, 'besar-' || number / 5, format('%s %s ml', title, size_ml), category, family,
    case when category = 'parfum' then (array['EDP', 'EDT', 'Extrait'])[number / 5 % 3 + 1] end, size_ml, 50 + size_ml * 4,
    array[lower(mood)], array[lower(plant)], array['kayu cendana'],
    format('%s dari %s.', title, city),
    format('Wangi %s pada waktu %s, diracik di %s.', lower(plant), lower(mood), city),
    format('%s-%s-%s-%s', (case category
        when 'parfum' then array['flacon', 'cologne', 'extrait']
        when 'raw-material' then array['amber', 'dropper', 'dropper']
        when 'tools' then array['beaker', 'atomiser', 'funnel']
        else array['diffuser', 'diffuser', 'giftset'] end)[number / 5 % 3 + 1], family, size_ml, seed)
from big_products;

-- The first size of each name comes in as always. The others borrow its search document with their own size, and their first stock
-- is booked by one statement: indexing and booking row by row is most of the work.
create temporary table big_listings as
select
    md5('product:besar-' || number)::uuid as product_id, format('%s-%sml-%s', lower(replace(title, ' ', '-')), size_ml, number) as slug,
    (15 + size_ml * 4 + chance % 160) * 1000 as list_price, case when chance % 20 = 0 then 0 else chance % 300 end as stock_on_hand,
    app_now() - interval '60 days' - number * interval '1 minute' as published_at,
    size_ml, number / 5 as name_number, row_number() over (partition by number / 5 order by number) as place
from big_products;
create index on big_listings (name_number) where place = 1;
analyze big_listings;

select set_config('app.actor', 'seed', true), set_config('app.stock_kind', 'adjust', true), set_config('app.reason', 'stok awal', true);
insert into marketplace_listings (product_id, slug, list_price, stock_on_hand, published_at)
select product_id, slug, list_price, stock_on_hand, published_at from big_listings where place = 1;
select set_config('app.actor', '', true), set_config('app.stock_kind', '', true), set_config('app.reason', '', true);

alter table marketplace_listings disable trigger user;
insert into marketplace_listings (product_id, slug, list_price, stock_on_hand, published_at, search_document)
select b.product_id, b.slug, b.list_price, b.stock_on_hand, b.published_at,
    ts_delete(l.search_document, first.size_ml::text) || setweight(to_tsvector('simple', b.size_ml::text), 'A')
from big_listings b
    join big_listings first on first.name_number = b.name_number and first.place = 1
    join marketplace_listings l on l.product_id = first.product_id
where b.place > 1;
alter table marketplace_listings enable trigger user;
insert into stock_ledger (product_id, kind, on_hand_change, reserved_change, owner, reason, actor)
select product_id, 'adjust', stock_on_hand, 0, 'manual', 'stok awal', 'seed' from big_listings where place > 1 and stock_on_hand > 0;

drop table big_listings, big_products, big_numbers, big_words;
