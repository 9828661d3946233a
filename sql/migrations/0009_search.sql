-- 0009 search: listings by words in any Indonesian form and with typos, by filters, and in order, quick at 100,000 of them.
-- Only core PostgreSQL: no pg_trgm. What a listing is filtered, sorted and found by stands beside its price, kept by triggers; stock is in no
-- index, so that stock moves stay cheap.
set local role sensasiwangi_owner;

create table search_terms (
    word text primary key,
    trigrams text[] not null,
    roots text[] not null
);
comment on table search_terms is 'Every word of what is or was for sale; a typed word that is not here in any form is replaced by its nearest one.';
create index search_terms_by_prefix on search_terms (word text_pattern_ops);
create index search_terms_by_trigram on search_terms using gin (trigrams);
create index search_terms_by_root on search_terms using gin (roots);

alter table marketplace_listings
    add column category text,
    add column aroma_family text,
    add column brand_id uuid,
    add column sort_name text,
    add column search_document tsvector;
comment on column marketplace_listings.sort_name is 'The name in lower case; like category, aroma_family and brand_id a copy that index_listing keeps.';
create index marketplace_listings_by_document on marketplace_listings using gin (search_document);
create index marketplace_listings_by_age on marketplace_listings (published_at desc, product_id) where status = 'active';
create index marketplace_listings_by_price on marketplace_listings (list_price, product_id) where status = 'active';
create index marketplace_listings_by_name on marketplace_listings (sort_name, product_id) where status = 'active';
create index marketplace_listings_by_category on marketplace_listings (category, published_at desc, product_id) where status = 'active';
create index marketplace_listings_by_brand on marketplace_listings (brand_id, published_at desc, product_id) where status = 'active';
create index marketplace_listings_by_aroma on marketplace_listings (aroma_family, published_at desc, product_id) where status = 'active';

create type listing_filter as (
    words text,
    tab text,
    aroma text,
    brand text,
    lowest bigint,
    highest bigint,
    in_stock boolean);
comment on type listing_filter is 'What a shopper narrows the marketplace by; null means no matter. Prices in whole Rupiah.';

-- Purpose: the three-letter pieces of a word, with its beginning and end marked.
-- Locks: none. Errors: none. Called by: learn_words, nearest_term.
create function trigrams(p_word text) returns text[]
language sql immutable parallel safe
as $$
    select array(
        select distinct substr('  ' || lower(p_word) || ' ', i, 3)
        from generate_series(1, length(p_word) + 1) i)
$$;

-- Purpose: what an Indonesian word may be a form of: its stem; the stem with the t or k that me- or pe- swallowed (menenangkan: enang, tenang);
-- the stem without its repeated beginning (wewangian: wewangi, wangi). One expression, so that it is inlined.
-- Locks: none. Errors: none. Called by: search_lexemes, learn_words, search_query.
create function word_roots(p_word text) returns text[]
language sql immutable parallel safe
as $$
    select array_remove(array[
        (ts_lexize('indonesian_stem', p_word))[1],
        case
            when left(p_word, 3) in ('men', 'pen') and substr(p_word, 4, 1) = any ('{a,i,u,e,o}')
                then 't' || (ts_lexize('indonesian_stem', p_word))[1]
            when left(p_word, 4) in ('meng', 'peng') and substr(p_word, 5, 1) = any ('{a,i,u,e,o}')
                then 'k' || (ts_lexize('indonesian_stem', p_word))[1]
            when length(p_word) > 7 and substr(p_word, 2, 1) = 'e' and substr(p_word, 3, 1) = left(p_word, 1)
                then substr((ts_lexize('indonesian_stem', p_word))[1], 3)
        end], null)
$$;

-- Purpose: a text's words, as they stand and by their roots.
-- Locks: none. Errors: none. Called by: index_listing.
create function search_lexemes(p_text text) returns tsvector
language plpgsql immutable parallel safe
set search_path = public, pg_temp
as $$
declare
    v_words tsvector := to_tsvector('simple', p_text);
begin
    return v_words || to_tsvector('simple', coalesce((
        select string_agg(root, ' ') from unnest(tsvector_to_array(v_words)) w (word), unnest(word_roots(w.word)) root
        where w.word ~ '^[a-z]{3,}$'), ''));
end
$$;

-- What a listing is found by: name and brand, then the words people use for its tab and aroma, then the rest.
create view listing_words as
select
    p.id as product_id,
    p.category,
    p.aroma_family,
    p.brand_id,
    lower(p.name) as sort_name,
    p.name || ' ' || b.name as heading,
    concat_ws(' ', c.words, a.words) as kind,
    concat_ws(' ', p.concentration, b.city, array_to_string(p.top_notes || p.heart_notes || p.base_notes, ' '), p.summary, p.description)
    as details
from products p
join brands b on b.id = p.brand_id
left join (values ('parfum', 'parfum minyak wangi'), ('raw-material', 'bahan baku'), ('tools', 'alat peralatan'), ('lainnya', 'lainnya'))
    as c (category, words) on c.category = p.category
left join (values ('floral', 'floral bunga'), ('citrus', 'citrus jeruk'), ('spicy', 'spicy rempah'), ('woody', 'woody kayu'), ('fresh', 'fresh segar'),
    ('gourmand', 'gourmand legit manis'), ('aquatic', 'aquatic laut air'), ('green', 'green daun hijau'))
    as a (family, words) on a.family = p.aroma_family;

-- Purpose: keeps what a listing is filtered, sorted and found by.
-- Locks: none. Errors: none. Called by: trigger on marketplace_listings.
create function index_listing() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    select w.category, w.aroma_family, w.brand_id, w.sort_name,
        setweight(search_lexemes(w.heading), 'A') || setweight(search_lexemes(w.kind), 'B') || setweight(search_lexemes(w.details), 'C')
    into new.category, new.aroma_family, new.brand_id, new.sort_name, new.search_document
    from listing_words w where w.product_id = new.product_id;
    return new;
end
$$;
create trigger index_listing before insert or update of slug, updated_at on marketplace_listings
    for each row execute function index_listing();

-- Purpose: adds the words of listings to the vocabulary.
-- Locks: none. Errors: none. Called by: triggers on marketplace_listings, products and brands.
create function learn_words(p_product_ids uuid[]) returns void
language sql security definer
set search_path = public, pg_temp
as $$
    insert into search_terms (word, trigrams, roots)
    select word, trigrams(word), word_roots(word) from (
        select distinct t.word from listing_words w, unnest(tsvector_to_array(to_tsvector('simple', concat_ws(' ', w.heading, w.kind, w.details)))) as t (word)
        where w.product_id = any (p_product_ids) and t.word ~ '^[a-z]{3,30}$') learned
    where not exists (select from search_terms s where s.word = learned.word)
    order by word -- two that bring the same new words wait for each other at the first of them
    on conflict (word) do nothing
$$;

-- Purpose: new listings bring their words along.
-- Locks: none. Errors: none. Called by: trigger on marketplace_listings.
create function learn_new_listings() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform learn_words(array(select product_id from added));
    return null;
end
$$;
create trigger learn_new_listings after insert on marketplace_listings
    referencing new table as added for each statement execute function learn_new_listings();

-- Purpose: a changed product or brand is found by its new words.
-- Locks: the listings, in id order. Errors: none. Called by: triggers on products and brands.
create function reindex_changed() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_ids uuid[] := array(
        select l.product_id from marketplace_listings l join products p on p.id = l.product_id
        where new.id in (p.id, p.brand_id) order by l.product_id for no key update of l);
begin
    update marketplace_listings set updated_at = app_now() where product_id = any (v_ids);
    perform learn_words(v_ids);
    return null;
end
$$;
create trigger reindex_changed after update on products for each row when (old is distinct from new) execute function reindex_changed();
create trigger reindex_changed after update on brands for each row when (old is distinct from new) execute function reindex_changed();

-- Purpose: how many letters were mistyped (wrong, missing, added, swapped) if p_typed was to become p_word, or a beginning of it.
-- Locks: none. Errors: none. Called by: nearest_term.
create function mistyped_letters(p_typed text, p_word text, out in_all integer, out so_far integer)
language plpgsql immutable parallel safe
set search_path = public, pg_temp
as $$
declare
    v_typed text[] := regexp_split_to_array(p_typed, '');
    v_word text[] := regexp_split_to_array(p_word, '');
    v_before integer[];
    v_above integer[] := array(select generate_series(0, cardinality(v_word)));
    v_row integer[];
    v_cost integer;
begin
    for i in 1..cardinality(v_typed) loop
        v_row := array[i];
        for j in 1..cardinality(v_word) loop
            v_cost := least(v_above[j + 1] + 1, v_row[j] + 1, v_above[j] + (v_typed[i] <> v_word[j])::integer);
            if v_typed[i] = v_word[j - 1] and v_typed[i - 1] = v_word[j] then
                v_cost := least(v_cost, v_before[j - 1] + 1);
            end if;
            v_row[j + 1] := v_cost;
        end loop;
        v_before := v_above;
        v_above := v_row;
    end loop;
    select v_above[cardinality(v_above)], min(c) into in_all, so_far from unnest(v_above) c;
end
$$;

-- Purpose: the word of the vocabulary that was most likely meant: at most one letter wrong in four or five, two in more; null when none is near.
-- From five letters on the word may still be on its way.
-- Locks: none. Errors: none. Called by: search_query.
create function nearest_term(p_word text) returns text
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_pieces text[] := trigrams(p_word);
    v_most integer := case when length(p_word) < 4 then 0 when length(p_word) < 6 then 1 else 2 end;
begin
    return (
        select s.word from (
            select t.word, (select count(*) from unnest(t.trigrams) g where g = any (v_pieces)) as shared
            from search_terms t where t.trigrams && v_pieces
            order by shared desc, abs(length(t.word) - length(p_word)), t.word limit 12) s
        cross join lateral mistyped_letters(p_word, s.word) m
        where case when length(p_word) < 5 then m.in_all else m.so_far end <= v_most
        order by m.so_far + m.in_all, s.shared desc, s.word limit 1);
end
$$;

-- Purpose: a word as a query: as a beginning, or in any Indonesian form that somebody sells by.
-- Locks: none. Errors: none. Called by: search_query.
create function word_query(p_word text) returns tsquery
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_roots text[] := word_roots(p_word);
    v_words text[] := array(select word from search_terms where word = any (v_roots));
begin
    return array_to_string(p_word || ':*' || coalesce(nullif(v_words, '{}'), v_roots), ' | ')::tsquery;
end
$$;

-- Purpose: turns what a shopper typed into a query for all of its words. Words nobody sells by give way to the nearest one, or are left out while
-- others remain. corrected says what is searched instead, null when nothing was replaced; query is null when nothing searchable was typed.
-- For when no listing has all the words there is any_word, which leaves out numbers and says so in any_shown; null for a single word.
-- Locks: none. Errors: none. Called by: find_listings.
create function search_query(p_text text, out query tsquery, out corrected text, out any_word tsquery, out any_shown text)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_typed text[] := array(select m[1] from regexp_matches(lower(p_text), '[a-z]+|[0-9]+', 'g') as m limit 8);
    v_fillers constant text[] := '{dan,atau,yang,untuk,dengan,dari,di,ke}';
    v_word text;
    v_words text[] := '{}';
    v_form tsquery;
begin
    if not v_typed <@ v_fillers then
        v_typed := array(select w from unnest(v_typed) with ordinality t (w, place) where w <> all (v_fillers) order by place);
    end if;
    foreach v_word in array v_typed loop
        if v_word ~ '^[a-z]{3,}$' and not exists (select from search_terms where word like v_word || '%')
            and not exists (select from search_terms where roots && word_roots(v_word)) then
            v_word := nearest_term(v_word);
        end if;
        v_words := v_words || v_word;
    end loop;
    v_words := coalesce(nullif(array_remove(v_words, null), '{}'), v_typed);
    foreach v_word in array v_words loop
        v_form := word_query(v_word);
        query := coalesce(query && v_form, v_form);
        if v_word ~ '[a-z]' then
            any_word := coalesce(any_word || v_form, v_form);
            any_shown := concat_ws(' atau ', any_shown, v_word);
        end if;
    end loop;
    corrected := nullif(array_to_string(v_words, ' '), array_to_string(v_typed, ' '));
end
$$;

-- Purpose: a filter as conditions over marketplace_listings l, with $1 the query, $2 the filter and $3 its brand. Only what is asked for
-- stands in them, so that the planner knows what it is dealing with.
-- Locks: none. Errors: none. Called by: find_listings.
create function listing_conditions(p_filter listing_filter, p_query tsquery, p_brand_id uuid) returns text
language sql immutable parallel safe
as $$
    select concat_ws(' and ', 'l.status = ''active''',
        case when p_query is not null then 'l.search_document @@ $1' end,
        case when (p_filter).tab is not null then 'l.category = ($2).tab' end,
        case when (p_filter).aroma is not null then 'l.aroma_family = ($2).aroma' end,
        case when p_brand_id is not null then 'l.brand_id = $3' end,
        case when (p_filter).lowest is not null then 'l.list_price >= ($2).lowest' end,
        case when (p_filter).highest is not null then 'l.list_price <= ($2).highest' end,
        case when (p_filter).in_stock then 'l.stock_on_hand > 0 and (l.stock_on_hand > l.stock_reserved or get_available_stock(l.product_id) > 0)' end)
$$;

-- Purpose: one page of the listings that pass a filter, how many there are (at most p_most + 1 are counted) and what was searched instead of what
-- was typed. Sorts: newest, price_asc, price_desc, name, relevance (weighs the 240 newest matches; the others follow by age). When no listing has
-- all the words, those with any of them are found. Few matches are gathered, then sorted; of many, an index in the asked order gives the page.
-- A brand nobody knows is no filter.
-- Locks: none. Errors: none. Called by: marketplace.
create function find_listings(p_filter listing_filter, p_sort text, p_skip integer, p_count integer, p_most integer,
    out product_ids uuid[], out total integer, out corrected text)
language plpgsql stable security definer
set search_path = public, pg_temp
set random_page_cost = 1.1 -- the catalog is in memory
set cpu_operator_cost = 0.02 -- matching a document costs far more than comparing numbers
as $$
declare
    v_brand_id uuid := (select id from brands where slug = p_filter.brand);
    v_words record;
    v_query tsquery;
    v_from text;
    v_reach integer := p_skip + p_count;
    v_order text := case p_sort
        when 'price_asc' then 'list_price, product_id'
        when 'price_desc' then 'list_price desc, product_id desc'
        when 'name' then 'sort_name, product_id'
        else 'published_at desc, product_id' end;
    v_page text := format('array(select product_id from found order by %s offset %s limit %s)', v_order, p_skip, p_count);
begin
    select * into v_words from search_query(p_filter.words) where p_filter.words is not null;
    v_query := v_words.query;
    v_from := 'select product_id, list_price, sort_name, published_at, search_document from marketplace_listings l where '
        || listing_conditions(p_filter, v_query, v_brand_id);
    if p_sort = 'relevance' and v_query is not null then
        v_reach := greatest(v_reach, 240);
        v_page := format('array(select product_id from (select *, row_number() over (order by %s) as place from found) placed
            order by case when place <= 240 then ts_rank(search_document, $1) end desc nulls last, place offset %s limit %s)', v_order, p_skip, p_count);
    end if;
    loop
        execute format('with found as materialized (%s limit %s) select %s, (select count(*) from found)', v_from, p_most + 1, v_page)
        into product_ids, total using v_query, p_filter, v_brand_id;
        exit when total > 0 or v_words.any_word is null or v_query = v_words.any_word;
        v_query := v_words.any_word;
        v_words.corrected := v_words.any_shown;
    end loop;
    corrected := case when total > 0 then v_words.corrected end;
    if total > p_most then
        execute format('with found as (%s order by %s limit %s) select %s', v_from, v_order, v_reach, v_page)
        into product_ids using v_query, p_filter, v_brand_id;
    end if;
end
$$;

update marketplace_listings set updated_at = updated_at;
do $$ begin perform learn_words(array(select product_id from marketplace_listings)); end $$;

revoke execute on all functions in schema public from public;
grant execute on function search_query(text), trigrams(text) to sensasiwangi_shop, sensasiwangi_desk;
grant execute on function find_listings(listing_filter, text, integer, integer, integer) to sensasiwangi_shop, sensasiwangi_desk;
reset role;
