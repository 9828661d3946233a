-- 0009 search: full-text search with Indonesian word forms, and a vocabulary of three-letter pieces that forgives typos.
-- Only core PostgreSQL: no pg_trgm.
set local role sensasiwangi_owner;

-- Purpose: the three-letter pieces of a word, with its beginning and end marked.
-- Locks: none. Errors: none. Called by: search_terms, search_query.
create function trigrams(p_word text) returns text[]
language sql immutable parallel safe
as $$
    select array(
        select distinct substr('  ' || lower(p_word) || ' ', i, 3)
        from generate_series(1, length(p_word) + 1) i)
$$;

create table search_terms (
    word text primary key,
    trigrams text[] not null
);
comment on table search_terms is 'Every word of what is or was for sale; a typed word that is not here is replaced by its nearest ones.';
create index search_terms_by_trigram on search_terms using gin (trigrams);
create index search_terms_by_prefix on search_terms (word text_pattern_ops);

alter table marketplace_listings add column search_document tsvector;
create index marketplace_listings_by_document on marketplace_listings using gin (search_document);
create index marketplace_listings_by_age on marketplace_listings (published_at desc, product_id) where status = 'active';
create index marketplace_listings_by_price on marketplace_listings (list_price, product_id) where status = 'active';
create index products_by_category on products (category);

-- Purpose: the words a product is found by: name, brand, aroma and notes before its description.
-- Locks: none. Errors: none. Called by: index_listing, learn_words.
create function product_words(p_product_id uuid, out heading text, out details text)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select p.name || ' ' || b.name,
        concat_ws(' ', p.aroma_family, p.concentration, b.city, array_to_string(p.top_notes || p.heart_notes || p.base_notes, ' '), p.summary, p.description)
    from products p join brands b on b.id = p.brand_id where p.id = p_product_id
$$;

-- Purpose: keeps a listing's search document.
-- Locks: none. Errors: none. Called by: trigger on marketplace_listings.
create function index_listing() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_words record;
begin
    select * into v_words from product_words(new.product_id);
    new.search_document := setweight(to_tsvector('simple', v_words.heading) || to_tsvector('indonesian', v_words.heading), 'A')
        || setweight(to_tsvector('simple', v_words.details) || to_tsvector('indonesian', v_words.details), 'C');
    return new;
end
$$;
create trigger index_listing before insert or update of slug, updated_at on marketplace_listings
    for each row execute function index_listing();

-- Purpose: adds the words of new listings to the vocabulary.
-- Locks: none. Errors: none. Called by: trigger on marketplace_listings.
create function learn_words() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    insert into search_terms (word, trigrams)
    select distinct t.word, trigrams(t.word)
    from added a, product_words(a.product_id) w, unnest(tsvector_to_array(to_tsvector('simple', w.heading || ' ' || w.details))) as t (word)
    where t.word ~ '^[a-z]{3,}$' and not exists (select from search_terms s where s.word = t.word)
    on conflict (word) do nothing;
    return null;
end
$$;
create trigger learn_words after insert on marketplace_listings
    referencing new table as added for each statement execute function learn_words();

-- Purpose: a changed product is found by its new words.
-- Locks: the product's listing. Errors: none. Called by: trigger on products.
create function reindex_product() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update marketplace_listings set updated_at = app_now() where product_id = new.id;
    return null;
end
$$;
create trigger reindex_product after update on products for each row execute function reindex_product();

-- Purpose: the words of the vocabulary nearest to one that is not in it, nearest first, at most two.
-- Locks: none. Errors: none. Called by: search_query.
create function nearest_terms(p_word text) returns text[]
language sql stable security definer
set search_path = public, pg_temp
as $$
    select array(
        select word from (
            select s.word, (select count(*) from unnest(s.trigrams) g where g = any (trigrams(p_word)))::numeric as shared, cardinality(s.trigrams) as size
            from search_terms s where s.trigrams && trigrams(p_word)) near
        where shared / (size + cardinality(trigrams(p_word)) - shared) >= 0.3
        order by shared / (size + cardinality(trigrams(p_word)) - shared) desc, word limit 2)
$$;

-- Purpose: turns what a shopper typed into a query: each word as a beginning or in any Indonesian form, unknown words by their nearest.
-- corrected says what was searched instead, null when nothing was replaced; query is null when nothing searchable was typed.
-- Locks: none. Errors: none. Called by: marketplace.
create function search_query(p_text text, out query tsquery, out corrected text)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_word text;
    v_terms text[];
    v_typed text[] := '{}';
    v_shown text[] := '{}';
begin
    for v_word in
        select m[1] from regexp_matches(lower(p_text), '[a-z0-9]+', 'g') as m limit 8
    loop
        v_terms := array[v_word];
        v_typed := v_typed || v_word;
        if v_word ~ '^[a-z]{3,}$' and not exists (select from search_terms where word like v_word || '%')
            and not exists (select from search_terms s where to_tsvector('indonesian', s.word) = to_tsvector('indonesian', v_word)) then
            v_terms := coalesce(nullif(nearest_terms(v_word), '{}'), v_terms);
        end if;
        v_shown := v_shown || v_terms[1];
        query := coalesce(query && term.any_form, term.any_form) from (
            select string_agg(format('(%s:* | %s)', t, coalesce(nullif(plainto_tsquery('indonesian', t)::text, ''), t || ':*')), ' | ')::tsquery as any_form
            from unnest(v_terms) t) term;
    end loop;
    if v_shown <> v_typed then
        corrected := array_to_string(v_shown, ' ');
    end if;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function search_query(text), trigrams(text) to sensasiwangi_shop, sensasiwangi_desk;
reset role;
