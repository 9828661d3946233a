-- 0015 search: listings by words, also mistyped ones, by filters, and in order, quick at 100,000 of them.
-- Stock is in no index, so that stock moves stay cheap.
set local role sensasiwangi_owner;

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

revoke execute on all functions in schema public from public;
grant execute on function search_query(text) to sensasiwangi_shop, sensasiwangi_desk;
grant execute on function find_listings(listing_filter, text, integer, integer, integer) to sensasiwangi_shop, sensasiwangi_desk;
reset role;
