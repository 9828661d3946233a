-- 0009 search: listings by words in any Indonesian form and with typos, by filters, and in order, quick at 100,000 of them.
-- Only core PostgreSQL: no pg_trgm. One GIN index answers words and filters together: tab, aroma and brand stand in the search
-- document as labels (/parfum @floral #some-brand) that nobody can type. Stock columns stay out of every index, so that stock moves stay cheap.
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

alter table marketplace_listings add column search_document tsvector;
create index marketplace_listings_by_document on marketplace_listings using gin (search_document);
create index marketplace_listings_by_age on marketplace_listings (published_at desc, product_id) where status = 'active';
create index marketplace_listings_by_price on marketplace_listings (list_price, product_id) where status = 'active';
create index products_by_name on products (lower(name), id);

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

-- Purpose: what an Indonesian word may be a form of: its stem; where me- or pe- swallowed a t or k, the stem with it
-- (menenangkan, tenang); the stem without its repeated beginning (wewangian, wangi). One expression, so that it is inlined.
-- Locks: none. Errors: none. Called by: search_lexemes, learn_words, search_query.
create function word_roots(p_word text) returns text[]
language sql immutable parallel safe
as $$
    select array_remove(array[
        (ts_lexize('indonesian_stem', p_word))[1],
        case
            when substr(p_word, 1, 3) in ('men', 'pen') and translate(substr(p_word, 4, 1), 'aiueo', '') = ''
                then (ts_lexize('indonesian_stem', 't' || substr(p_word, 4)))[1]
            when substr(p_word, 1, 4) in ('meng', 'peng') and translate(substr(p_word, 5, 1), 'aiueo', '') = ''
                then (ts_lexize('indonesian_stem', 'k' || substr(p_word, 5)))[1]
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

-- What a listing is found by: name and brand before the rest; the words people use for tabs and aromas; labels for filters.
create view listing_words as
select
    p.id as product_id,
    p.name || ' ' || b.name as heading,
    concat_ws(' ', c.words, a.words, p.concentration, b.city, array_to_string(p.top_notes || p.heart_notes || p.base_notes, ' '), p.summary, p.description)
    as details,
    array_remove(array['/' || p.category, '@' || p.aroma_family, '#' || b.slug], null) as labels
from products p
join brands b on b.id = p.brand_id
left join (values ('parfum', 'parfum minyak wangi'), ('raw-material', 'bahan baku'), ('tools', 'alat peralatan'), ('lainnya', 'lainnya'))
    as c (category, words) on c.category = p.category
left join (values ('floral', 'floral bunga'), ('citrus', 'citrus jeruk'), ('spicy', 'spicy rempah'), ('woody', 'woody kayu'), ('fresh', 'fresh segar'),
    ('gourmand', 'gourmand legit manis'), ('aquatic', 'aquatic laut air'), ('green', 'green daun hijau'))
    as a (family, words) on a.family = p.aroma_family;

-- Purpose: keeps a listing's search document.
-- Locks: none. Errors: none. Called by: trigger on marketplace_listings.
create function index_listing() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    select setweight(search_lexemes(heading), 'A') || setweight(search_lexemes(details), 'C') || array_to_tsvector(labels)
    into new.search_document from listing_words where product_id = new.product_id;
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
        select distinct t.word from listing_words w, unnest(tsvector_to_array(to_tsvector('simple', w.heading || ' ' || w.details))) as t (word)
        where w.product_id = any (p_product_ids) and t.word ~ '^[a-z]{3,30}$') learned
    where not exists (select from search_terms s where s.word = learned.word)
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

-- Purpose: how many letters were mistyped (wrong, missing, added, swapped) if p_typed was to become p_word or a beginning of it.
-- Locks: none. Errors: none. Called by: nearest_term.
create function mistyped_letters(p_typed text, p_word text) returns integer
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
    return (select min(c) from unnest(v_above) c);
end
$$;

-- Purpose: the word of the vocabulary that was most likely meant: at most one letter wrong in four or five, two in more; null when none is near.
-- Locks: none. Errors: none. Called by: search_query.
create function nearest_term(p_word text) returns text
language sql stable security definer
set search_path = public, pg_temp
as $$
    select word from (
        select s.word, mistyped_letters(p_word, s.word) as mistyped, s.shared from (
            select t.word, (select count(*) from unnest(t.trigrams) g where g = any (trigrams(p_word))) as shared
            from search_terms t where t.trigrams && trigrams(p_word)
            order by shared desc, abs(length(t.word) - length(p_word)), t.word limit 12) s) near
    where mistyped <= case when length(p_word) < 4 then 0 when length(p_word) < 6 then 1 else 2 end
    order by mistyped, abs(length(word) - length(p_word)), shared desc, word limit 1
$$;

-- Purpose: turns what a shopper typed into a query: every word as a beginning or in any Indonesian form. Words nobody sells by give way to the
-- nearest one, or are left out while others remain. corrected says what was searched instead, null when nothing was replaced; query is null
-- when nothing searchable was typed.
-- Locks: none. Errors: none. Called by: listing_query.
create function search_query(p_text text, out query tsquery, out corrected text)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_typed text[] := array(select m[1] from regexp_matches(lower(p_text), '[a-z]+|[0-9]+', 'g') as m limit 8);
    v_fillers constant text[] := '{dan,atau,yang,untuk,dengan,dari,di,ke}';
    v_word text;
    v_shown text[] := '{}';
begin
    if not v_typed <@ v_fillers then
        v_typed := array(select w from unnest(v_typed) with ordinality t (w, place) where w <> all (v_fillers) order by place);
    end if;
    foreach v_word in array v_typed loop
        if v_word ~ '^[a-z]{3,}$' and not exists (select from search_terms where word like v_word || '%')
            and not exists (select from search_terms where roots && word_roots(v_word)) then
            v_word := nearest_term(v_word);
        end if;
        v_shown := v_shown || v_word;
    end loop;
    v_shown := coalesce(nullif(array_remove(v_shown, null), '{}'), v_typed);
    foreach v_word in array v_shown loop
        query := coalesce(query && f.any_form, f.any_form)
        from (select string_agg(form, ' | ')::tsquery as any_form from unnest(v_word || ':*' || word_roots(v_word)) form) f;
    end loop;
    corrected := nullif(array_to_string(v_shown, ' '), array_to_string(v_typed, ' '));
end
$$;

-- Purpose: a filter's words and its words with labels, as queries; a brand nobody knows is no filter.
-- Locks: none. Errors: none. Called by: count_listings, find_listings.
create function listing_query(p_filter listing_filter, out words tsquery, out everything tsquery, out corrected text)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_label text;
begin
    select s.query, s.corrected into words, corrected from search_query(p_filter.words) s;
    everything := words;
    foreach v_label in array array_remove(array[
        '/' || p_filter.tab, '@' || p_filter.aroma, (select '#' || slug from brands where slug = p_filter.brand)], null)
    loop
        everything := coalesce(everything && quote_literal(v_label)::tsquery, quote_literal(v_label)::tsquery);
    end loop;
end
$$;

-- Purpose: the conditions of a filter as SQL text over marketplace_listings l, with $1 the query, $2 and $3 the prices. Only what is asked for
-- stands in it, so that the planner knows what it is dealing with.
-- Locks: none. Errors: none. Called by: count_listings, find_listings.
create function listing_conditions(p_filter listing_filter, p_query tsquery) returns text
language sql immutable parallel safe
as $$
    select concat_ws(' and ', 'l.status = ''active''',
        case when p_query is not null then 'l.search_document @@ $1' end,
        case when (p_filter).lowest is not null then 'l.list_price >= $2' end,
        case when (p_filter).highest is not null then 'l.list_price <= $3' end,
        case when (p_filter).in_stock then 'l.stock_on_hand > 0 and (l.stock_on_hand > l.stock_reserved or get_available_stock(l.product_id) > 0)' end)
$$;

-- Purpose: how many listings pass a filter, counted up to p_most, and what was searched instead of what was typed.
-- Locks: none. Errors: none. Called by: marketplace.
create function count_listings(p_filter listing_filter, p_most integer, out total integer, out corrected text)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_query tsquery;
begin
    select q.everything, q.corrected into v_query, corrected from listing_query(p_filter) q;
    execute format(
        'select count(*) from (select from marketplace_listings l where %s limit %s) found', listing_conditions(p_filter, v_query), p_most)
    into total using v_query, p_filter.lowest, p_filter.highest;
end
$$;

-- Purpose: one page of the listings that pass a filter, in order: newest, price_asc, price_desc, name or relevance. Relevance weighs the
-- newest 500 that match; the others follow by age.
-- Locks: none. Errors: none. Called by: marketplace.
create function find_listings(p_filter listing_filter, p_sort text, p_skip integer, p_count integer) returns setof uuid
language plpgsql stable security definer rows 24
set search_path = public, pg_temp
as $$
declare
    v_words tsquery;
    v_query tsquery;
    v_from text;
begin
    select q.words, q.everything into v_words, v_query from listing_query(p_filter) q;
    v_from := 'marketplace_listings l where ' || listing_conditions(p_filter, v_query);
    if p_sort = 'relevance' and v_words is not null then
        v_from := format('(select *, row_number() over (order by published_at desc, product_id) as age from %s
            order by published_at desc, product_id limit %s) l order by case when age <= 500 then ts_rank(search_document, $4) end desc nulls last, age',
            v_from, greatest(500, p_skip + p_count));
    else
        v_from := case p_sort
            when 'price_asc' then v_from || ' order by l.list_price, l.product_id'
            when 'price_desc' then v_from || ' order by l.list_price desc, l.product_id desc'
            when 'name' then 'products p join ' || replace(v_from, ' where ', ' on l.product_id = p.id where ') || ' order by lower(p.name), p.id'
            else v_from || ' order by l.published_at desc, l.product_id' end;
    end if;
    return query execute format('select l.product_id from %s offset %s limit %s', v_from, p_skip, p_count)
    using v_query, p_filter.lowest, p_filter.highest, v_words;
end
$$;

update marketplace_listings set updated_at = updated_at;
do $$ begin perform learn_words(array(select product_id from marketplace_listings)); end $$;

revoke execute on all functions in schema public from public;
grant execute on function search_query(text), trigrams(text), count_listings(listing_filter, integer) to sensasiwangi_shop, sensasiwangi_desk;
grant execute on function find_listings(listing_filter, text, integer, integer) to sensasiwangi_shop, sensasiwangi_desk;
reset role;
