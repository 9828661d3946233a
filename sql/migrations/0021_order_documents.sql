-- 0021 order documents: what each order is found by: number, phones, e-mail, names, tracking number, amounts and what it is narrowed by, as words.
-- It stands in a table of its own that the worker fills: placing an order writes nothing here, and an order that is not there yet is looked at itself.
-- Lock order everywhere: order, then listings by id.
set local role sensasiwangi_owner;

create table order_search (
    order_id uuid primary key references orders on delete cascade,
    created_at timestamptz not null,
    document tsvector not null,
    names_known boolean not null default true
);
comment on table order_search is 'What an order is found by, as one word per key: see order_document. Written by the worker, kept by triggers.';
comment on column order_search.names_known is
    'Whether the words of its names are in name_terms. Only the worker writes there: two changes that brought the same new word would wait for each other.';
create index order_search_with_new_names on order_search (order_id) where not names_known;

create table order_search_progress (
    id integer primary key default 1 constraint search_progress_is_one_row check (id = 1),
    indexed_until timestamptz not null
);
comment on table order_search_progress is 'Orders made before indexed_until are all in order_search.';
insert into order_search_progress (indexed_until) values ('-infinity'); -- a row that workers can queue for

create table name_terms (
    word text primary key,
    trigrams text[] not null
);
comment on table name_terms is 'Every word of the names of members and recipients, for names that were mistyped.';
create index name_terms_by_trigram on name_terms using gin (trigrams);
select make_private('order_search'), make_private('order_search_progress'), make_private('name_terms');

-- Purpose: the words of a name or a city, in lower case.
-- Locks: none. Errors: none. Called by: order_document, learn_names.
create function name_words(p_text text) returns text[]
language sql immutable parallel safe
as $$ select array(select distinct left(word, 40) from regexp_split_to_table(lower(p_text), '[\s!-/:-@[-`{-~]+') word where word <> '') $$;

-- Purpose: what an order is found by, each key with a letter for its kind: n the number without dashes from its date, its day or within its last five
-- signs on; p and a phone numbers and the total backwards, so that last digits are a beginning; d the amount that is still due after a part came;
-- r the tracking number; e the e-mail; w words of names; c words of the city; s the status; y the payment's; g each product, see narrowed_by.
-- Locks: none. Errors: none. Called by: index_orders, index_order, index_orders_of_member, index_order_of_line, fresh_orders.
create function order_document(p_order orders, p_member customers) returns tsvector
language plpgsql stable parallel safe
set search_path = public, pg_temp
as $$
declare
    v_number text := substr(regexp_replace(upper(p_order.order_number), '[^0-9A-Z]', '', 'g'), 3);
    v_kept bigint := p_order.paid_amount - p_order.refunded_amount;
    v_keys text[] := array[
        'n' || v_number, 'n' || substr(v_number, 3), 'n' || substr(v_number, 7), 'n' || substr(v_number, 8), 'n' || substr(v_number, 9),
        'p' || reverse(ltrim(p_order.phone_number, '+')), 'p' || reverse(ltrim(p_member.phone_number, '+')),
        'a' || reverse(p_order.total_amount::text),
        case when v_kept > 0 and v_kept < p_order.total_amount then 'd' || reverse((p_order.total_amount - v_kept)::text) end,
        'r' || regexp_replace(upper(p_order.tracking_number), '[^0-9A-Z]', '', 'g'),
        'e' || p_member.email, 's' || p_order.status, 'y' || p_order.payment_status];
begin
    return array_to_tsvector(array_remove(
        v_keys || array(select 'w' || word from unnest(name_words(p_order.recipient_name || ' ' || p_member.full_name)) word)
        || array(select 'c' || word from unnest(name_words(p_order.city_name)) word)
        || array(select 'g' || product_id from order_items where order_id = p_order.id), null));
end
$$;

-- Purpose: adds the words of orders' names to the vocabulary.
-- Locks: none. Errors: none. Called by: index_orders.
create function learn_names(p_order_ids uuid[]) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    insert into name_terms (word, trigrams)
    select word, trigrams(word) from (
        select distinct w.word from orders o join customers k on k.id = o.customer_id,
            unnest(name_words(o.recipient_name || ' ' || k.full_name)) as w (word)
        where o.id = any (p_order_ids) and length(w.word) between 3 and 30) learned
    where not exists (select from name_terms t where t.word = learned.word)
$$;

-- Purpose: learns the words of names that changed since the worker was at their orders.
-- Locks: rows of order_search, skipping those that somebody is changing. Errors: none. Called by: index_orders.
create function learn_changed_names(p_limit integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order_ids uuid[];
begin
    v_order_ids := array(select order_id from order_search where not names_known order by order_id limit p_limit for update skip locked);
    perform learn_names(v_order_ids);
    update order_search set names_known = true where order_id = any (v_order_ids);
end
$$;

-- Purpose: makes orders findable that are not yet, oldest first, and learns the words of names that changed; returns how many were new.
-- An order commits within a minute of its time.
-- Locks: the row of order_search_progress, then orders and rows of order_search, skipping those that somebody is changing: they are indexed by that
-- change, or the next time. Errors: none. Called by: worker.
create function index_orders(p_limit integer) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_since timestamptz;
    v_order_ids uuid[];
    v_last timestamptz;
begin
    select least(indexed_until, app_now() - interval '1 minute') into v_since from order_search_progress order by id for update; -- a clock may be set back
    select coalesce(array_agg(id), '{}'), max(created_at) into v_order_ids, v_last from (
        select o.id, o.created_at from orders o
        where o.created_at >= v_since - interval '1 hour' and not exists (select from order_search s where s.order_id = o.id)
        order by o.created_at limit p_limit for share of o skip locked) missing;
    insert into order_search (order_id, created_at, document)
    select o.id, o.created_at, order_document(o, k) from orders o join customers k on k.id = o.customer_id where o.id = any (v_order_ids)
    on conflict (order_id) do nothing; -- somebody changed the order meanwhile, and wrote what it is found by
    perform learn_names(v_order_ids);
    perform learn_changed_names(p_limit);
    update order_search_progress set indexed_until
        = greatest(v_since, least(app_now() - interval '1 minute', case when cardinality(v_order_ids) >= p_limit then v_last end));
    return cardinality(v_order_ids);
end
$$;

-- Purpose: keeps what an order is found by when it changes; an order that was written with a time long past is findable at once.
-- Locks: the row of order_search. Errors: none. Called by: triggers on orders.
create function index_order() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_same_name boolean := tg_op = 'UPDATE' and new.recipient_name = old.recipient_name;
begin
    insert into order_search as s (order_id, created_at, document, names_known)
    select new.id, new.created_at, order_document(new, k), false from customers k where k.id = new.customer_id
    on conflict (order_id) do update set document = excluded.document, names_known = s.names_known and v_same_name
    where s.document <> excluded.document;
    return null;
end
$$;
create trigger index_changed_order after update of status, payment_status, tracking_number, total_amount, paid_amount, refunded_amount, recipient_name, phone_number, city_name
    on orders for each row execute function index_order();
create trigger index_old_order after insert on orders for each row
    when (new.created_at < now() - interval '30 seconds') execute function index_order();

-- Purpose: an order that loses a line is no longer found by its product; one that was written with a time long past is found by its lines at once.
-- Locks: the row of order_search. Errors: none. Called by: triggers on order_items.
create function index_order_of_line() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update order_search s set document = order_document(o, k) from orders o join customers k on k.id = o.customer_id
    where s.order_id = coalesce(new.order_id, old.order_id) and o.id = s.order_id and s.document <> order_document(o, k);
    return null;
end
$$;
create trigger index_order_of_lost_line after delete on order_items for each row execute function index_order_of_line();
create trigger index_old_line after insert on order_items for each row
    when (new.created_at < now() - interval '30 seconds') execute function index_order_of_line();

-- Purpose: a member who changed name, phone or e-mail is found by the new ones, and by the old ones no longer.
-- Locks: the rows of order_search. Errors: none. Called by: trigger on customers.
create function index_orders_of_member() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update order_search s set document = order_document(o, new), names_known = s.names_known and new.full_name = old.full_name
    from orders o where o.customer_id = new.id and s.order_id = o.id;
    return null;
end
$$;
create trigger index_orders_of_member after update of full_name, email, phone_number on customers for each row
    when ((old.full_name, old.email, old.phone_number) is distinct from (new.full_name, new.email, new.phone_number))
    execute function index_orders_of_member();

do $$ begin perform index_orders(null); end $$;
create index order_search_by_document on order_search using gin (document) with (fastupdate = off);
create index order_search_by_creation on order_search (created_at, order_id);

revoke execute on all functions in schema public from public;
grant execute on function index_orders(integer) to sensasiwangi_worker;
reset role;
