-- 0014 search words: the words that listings are found by, in any Indonesian form, and the vocabulary that they make together.
-- Only core PostgreSQL: no pg_trgm. What a listing is filtered, sorted and found by stands beside its price, kept by triggers; stock moves
-- touch none of it, so that they stay cheap.
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

update marketplace_listings set updated_at = updated_at;
do $$ begin perform learn_words(array(select product_id from marketplace_listings)); end $$;

revoke execute on all functions in schema public from public;
grant execute on function trigrams(text) to sensasiwangi_shop, sensasiwangi_desk;
reset role;
