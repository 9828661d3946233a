-- 0022 desk search: orders by what they are found by, also by mistyped names, and by filters, quick at a million of them.
-- Only core PostgreSQL.
set local role sensasiwangi_owner;

-- Placing an order writes to as many indexes as before: it is placed with none of these statuses.
create index orders_by_status on orders (status, created_at) where status not in ('awaiting_quote', 'awaiting_payment');
drop index order_items_by_product;
create index order_items_by_product on order_items (product_id, created_at);
create index orders_by_payment on orders (payment_status, created_at) where payment_status <> 'unpaid';

create type page_span as (since timestamptz, before_at timestamptz, before_id uuid);
comment on type page_span is 'From when on, and before which row, the rows of a page are.';

create type order_filter as (
    query tsquery,
    exact tsquery,
    words text[],
    place tsquery,
    status text,
    payment_status text,
    since timestamptz,
    until timestamptz,
    product text,
    after_exact boolean,
    after_at timestamptz,
    after_id uuid);
comment on type order_filter is
    'What orders are narrowed by; null means no matter. query, exact and place are over the keys of order_document, words are those of a name; after_… is the last row seen.';

-- Purpose: whether names begin with each of these words; null for no words.
-- Locks: none. Errors: none. Called by: find_orders.
create function are_names(p_words text[]) returns boolean
language sql stable security definer
set search_path = public, pg_temp
as $$ select bool_and(exists (select from name_terms where word between typed and typed || chr(1114111))) from unnest(p_words) typed $$;

-- Purpose: the words of names that were most likely meant, at most five: one letter wrong in four or five, two in more.
-- Locks: none. Errors: none. Called by: similar_names.
create function near_names(p_word text) returns text[]
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_pieces text[] := trigrams(p_word);
    v_most integer := case when length(p_word) < 4 then 0 when length(p_word) < 6 then 1 else 2 end;
begin
    return array(
        select s.word from (
            select t.word, (select count(*) from unnest(t.trigrams) g where g = any (v_pieces)) as shared
            from name_terms t where t.trigrams && array_remove(v_pieces, '  ' || left(p_word, 1)) and abs(length(t.word) - length(p_word)) <= v_most
            order by shared desc, t.word limit 24) s
        cross join lateral mistyped_letters(p_word, s.word) m
        where m.in_all <= v_most
        order by m.in_all, s.shared desc, s.word limit 5);
end
$$;

-- Purpose: a query for names like these words: each as it stands, or one that is near; similar_words says which were near, query is null when none is.
-- Locks: none. Errors: none. Called by: find_orders.
create function similar_names(p_words text[], out query tsquery, out similar_words text)
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_word text;
    v_near text[];
    v_either tsquery;
begin
    foreach v_word in array p_words loop
        v_near := array_remove(near_names(v_word), v_word);
        similar_words := concat_ws(', ', similar_words, nullif(array_to_string(v_near, ', '), ''));
        select string_agg(quote_literal('w' || w), ' | ')::tsquery into v_either from unnest(v_word || v_near) w;
        query := coalesce(query && v_either, v_either);
    end loop;
    query := case when similar_words <> '' then query end;
end
$$;

-- Purpose: the statement that reads a page of orders, over $1 the filter, $2 its product, $3 the page's size, $4 exact matches, $5 other matches and
-- $6 similar names. Only what is asked for stands in it, so that the planner knows what it is dealing with. Kinds: all (nothing is searched for),
-- exact, found.
-- Locks: none. Errors: none. Called by: find_orders.
create function order_page(p_filter order_filter, p_kind text) returns text
language sql immutable parallel safe
as $$
    select format('select %s from %s where %s order by %s limit $3',
        case p_kind when 'exact' then 'o.id, true, null::text' else 'o.id, false, $6' end,
        case when (p_filter).product is null then 'orders o' else 'order_items i join orders o on o.id = i.order_id' end,
        concat_ws(' and ', case p_kind when 'exact' then 'o.id = any ($4)' when 'found' then 'o.id = any ($5) and not o.id = any ($4)' else 'true' end,
            case when (p_filter).status is not null then 'o.status = ($1).status' end,
            case when (p_filter).payment_status is not null then 'o.payment_status = ($1).payment_status' end,
            case when (p_filter).since is not null then at || ' >= ($1).since' end,
            case when (p_filter).until is not null then at || ' < ($1).until' end,
            case when (p_filter).product is not null then 'i.product_id = $2' end,
            case when (p_filter).after_exact = (p_kind = 'exact') then format('(%s, %s) < (($1).after_at, ($1).after_id)', at, id) end),
        format('%s desc, %s desc', at, id))
    from (select case when (p_filter).product is null then 'o.created_at' else 'i.created_at' end as at,
        case when (p_filter).product is null then 'o.id' else 'i.order_id' end as id) place -- an order and its lines are of the same time
$$;

-- Purpose: orders whose keys match a query and that the worker has been at, by their index. At most p_most are looked at, and matches tells how many;
-- of those in the page's span the newest p_count are returned.
-- Locks: none. Errors: none. Called by: find_orders, searched_orders.
create function indexed_orders(p_query tsquery, p_span page_span, p_most integer, p_count integer, out order_ids uuid[], out matches integer)
language plpgsql stable security definer
set search_path = public, pg_temp
set enable_seqscan = off -- the planner cannot know how few these are
set enable_indexscan = off
set enable_bitmapscan = on
as $$
begin
    with m as materialized (select s.order_id, s.created_at from order_search s where s.document @@ p_query limit p_most)
    select array(
            select m.order_id from m where m.created_at >= p_span.since and (m.created_at, m.order_id) < (p_span.before_at, p_span.before_id)
            order by m.created_at desc, m.order_id desc limit p_count), (select count(*) from m)
    into order_ids, matches;
end
$$;

-- Purpose: the newest orders in a page's span that match a query and that the worker has been at, at most p_count. Words that many orders have are
-- found by walking from the newest on, which is fast, and the others by their index, which takes as long as there are orders with any of the words.
-- Locks: none. Errors: none. Called by: find_orders.
create function searched_orders(p_query tsquery, p_span page_span, p_is_common boolean, p_count integer) returns uuid[]
language plpgsql stable security definer
set search_path = public, pg_temp
set enable_seqscan = off
set enable_bitmapscan = off
as $$
declare
    v_most constant integer := 2000; -- of a million: more than a page of them is walked past
    v_walk constant integer := 40000;
    v_found record;
    v_walked uuid[];
begin
    if not p_is_common then
        v_found := indexed_orders(p_query, p_span, v_most, p_count);
        if v_found.matches < v_most then
            return v_found.order_ids;
        end if;
    end if;
    v_walked := array(
        select s.order_id from (
            select order_id, created_at, document from order_search
            where created_at >= p_span.since and (created_at, order_id) < (p_span.before_at, p_span.before_id)
            order by created_at desc, order_id desc limit v_walk) s
        where s.document @@ p_query order by s.created_at desc, s.order_id desc limit p_count);
    if cardinality(v_walked) >= p_count then
        return v_walked;
    end if;
    return (indexed_orders(p_query, p_span, null, p_count)).order_ids;
end
$$;

-- Purpose: orders whose keys match a query and that the worker has not been at yet.
-- Locks: none. Errors: none. Called by: find_orders.
create function fresh_orders(p_query tsquery) returns uuid[]
language plpgsql stable security definer
set search_path = public, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
    return array(
        select o.id from orders o join customers k on k.id = o.customer_id
        where o.created_at >= (select indexed_until from order_search_progress)
            and not exists (select from order_search s where s.order_id = o.id) and order_document(o, k) @@ p_query);
end
$$;

-- Purpose: where a page's rows that are no exact matches stand in time.
-- Locks: none. Errors: none. Called by: find_orders.
create function page_span(p_filter order_filter) returns page_span
language sql immutable parallel safe
as $$
    select row(coalesce((p_filter).since, '-infinity'), case when is_after then (p_filter).after_at else coalesce((p_filter).until, 'infinity') end,
        case when is_after then (p_filter).after_id else '00000000-0000-0000-0000-000000000000' end)::page_span
    from (select coalesce(not (p_filter).after_exact and (p_filter).after_at < coalesce((p_filter).until, 'infinity'), false) as is_after) page
$$;

-- Purpose: the status, the payment's and the product that orders are narrowed by, as a query over their keys; null for none.
-- Locks: none. Errors: none. Called by: find_orders.
create function narrowed_by(p_filter order_filter, p_product_id uuid) returns tsquery
language sql immutable parallel safe
as $$
    select string_agg(quote_literal(key), ' & ')::tsquery
    from unnest(array['s' || (p_filter).status, 'y' || (p_filter).payment_status, 'g' || coalesce(p_product_id::text, (p_filter).product)]) key
$$;

-- Purpose: one page of the orders that pass a filter: exact matches first, then the newest. When no order has the words as typed, those with similar
-- names are found, and similar_words says so.
-- Locks: none. Errors: none. Called by: the desk's list and its export.
create function find_orders(p_filter order_filter, p_count integer) returns table (order_id uuid, is_exact boolean, similar_words text)
language plpgsql stable security definer
set search_path = public, pg_temp
set random_page_cost = 1.1 -- what is asked for is mostly recent, and in memory
set max_parallel_workers_per_gather = 0 -- starting workers takes longer than a search
as $$
declare
    v_product_id uuid;
    v_narrowed tsquery;
    v_query tsquery := coalesce(p_filter.query && p_filter.place, p_filter.query, p_filter.place);
    v_exact_query tsquery := coalesce(p_filter.exact && p_filter.place, p_filter.exact);
    v_exact uuid[] := '{}';
    v_found uuid[];
    v_kind text := case when v_query is null then 'all' else 'found' end;
begin
    if p_filter.product is not null then
        v_product_id := coalesce((select product_id from marketplace_listings where slug = p_filter.product), (
            select product_id from marketplace_listings where sort_name = lower(p_filter.product) order by product_id limit 1));
    end if;
    if v_exact_query is not null then
        v_exact := (indexed_orders(v_exact_query, page_span(null), 500, 500)).order_ids || fresh_orders(v_exact_query);
        if v_exact <> '{}' and p_filter.after_exact is not false then
            return query execute order_page(p_filter, 'exact') using p_filter, v_product_id, p_count, v_exact;
        end if;
    end if;
    v_narrowed := narrowed_by(p_filter, v_product_id);
    while v_query is not null loop
        v_found := fresh_orders(v_query) || searched_orders(coalesce(v_query && v_narrowed, v_query), page_span(p_filter),
            coalesce(are_names(p_filter.words), p_filter.place is not null), p_count + cardinality(v_exact));
        exit when v_found <> '{}' or p_filter.words is null or similar_words is not null
            or (indexed_orders(v_query, page_span(null), 1, 1)).matches > 0;
        select coalesce(n.query && p_filter.place, n.query), n.similar_words into v_query, similar_words from similar_names(p_filter.words) n;
    end loop;
    return query execute order_page(p_filter, v_kind) using p_filter, v_product_id, p_count, v_exact, v_found, similar_words;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function find_orders(order_filter, integer) to sensasiwangi_desk;
reset role;
