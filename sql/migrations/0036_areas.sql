-- 0036 areas: every village of Indonesia with its district, city and province, found by any of their names, also mistyped ones.
-- Only core PostgreSQL. The rows come from sql/data/areas by `flask load-areas`; without them there is nothing to find, and addresses are typed.
set local role sensasiwangi_owner;

create table areas (
    code text primary key constraint area_code_is_a_villages check (code ~ '^\d\d\.\d\d\.\d\d\.\d{4}$'),
    subdistrict_name text not null,
    district_name text not null,
    city_name text not null,
    province_name text not null,
    joined_name text generated always as (lower(regexp_replace(subdistrict_name, '[^a-zA-Z0-9]', '', 'g'))) stored,
    joined_district text generated always as (lower(regexp_replace(district_name, '[^a-zA-Z0-9]', '', 'g'))) stored,
    document tsvector generated always as (
        setweight(to_tsvector('simple', regexp_replace(subdistrict_name, '[^a-zA-Z0-9]', ' ', 'g')), 'A')
        || setweight(to_tsvector('simple', regexp_replace(district_name, '[^a-zA-Z0-9]', ' ', 'g')), 'B')
        || setweight(to_tsvector('simple', city_name), 'C')
        || setweight(to_tsvector('simple', province_name), 'D')) stored
);
comment on table areas is 'Villages (kelurahan, desa) by their official code, with the names of what they lie in; joined names are for "Karang Anyar" and "Karanganyar" alike.';
create index areas_by_joined_name on areas (joined_name text_pattern_ops);
create index areas_by_joined_district on areas (joined_district text_pattern_ops);
create index areas_by_document on areas using gin (document);
grant select on areas to sensasiwangi_shop;

create table area_words (
    word text primary key,
    spellings text[] not null
);
comment on table area_words is 'Every word of an area''s names; a typed word that begins none of them is replaced by those that share a spelling with it.';
create index area_words_by_prefix on area_words (word text_pattern_ops);
create index area_words_by_spelling on area_words using gin (spellings);

-- Purpose: a word and what is left of it when one letter is missing. Two words that share one of these differ by a letter or two: wrong, missing,
-- added, swapped. Only the first eight letters count; words of less than four are only themselves. One expression, so that it is inlined.
-- Locks: none. Errors: none. Called by: load_areas, area_query.
create function near_spellings(p_word text) returns text[]
language sql immutable parallel safe
as $$
    select case when length(p_word) < 4 then array[p_word] else array[left(p_word, 8),
        substr(p_word, 2, 7), left(p_word, 1) || substr(p_word, 3, 6), left(p_word, 2) || substr(p_word, 4, 5), left(p_word, 3) || substr(p_word, 5, 4),
        left(p_word, 4) || substr(p_word, 6, 3), left(p_word, 5) || substr(p_word, 7, 2), left(p_word, 6) || substr(p_word, 8, 1), left(p_word, 7)]
    end
$$;

-- Purpose: makes areas exactly these, given as columns of equal length; what is unchanged is not written again. Returns how many there are.
-- Locks: the rows that change. Errors: none. Called by: flask load-areas.
create function load_areas(p_codes text[], p_subdistricts text[], p_districts text[], p_cities text[], p_provinces text[]) returns integer
language plpgsql
set search_path = public, pg_temp
as $$
declare
    v_count integer;
begin
    insert into areas (code, subdistrict_name, district_name, city_name, province_name)
    select * from unnest(p_codes, p_subdistricts, p_districts, p_cities, p_provinces) g order by 1
    on conflict (code) do update set subdistrict_name = excluded.subdistrict_name, district_name = excluded.district_name,
        city_name = excluded.city_name, province_name = excluded.province_name
    where (areas.subdistrict_name, areas.district_name, areas.city_name, areas.province_name)
        is distinct from (excluded.subdistrict_name, excluded.district_name, excluded.city_name, excluded.province_name);
    delete from areas where code <> all (p_codes);
    insert into area_words (word, spellings)
    select word, near_spellings(word) from (select distinct unnest(tsvector_to_array(document)) as word from areas) w
    where not exists (select from area_words known where known.word = w.word);
    perform gin_clean_pending_list('areas_by_document'), gin_clean_pending_list('area_words_by_spelling'); -- each search would read them through
    select count(*) into v_count from areas;
    return v_count;
end
$$;

-- Purpose: what a shopper typed, as its letters in one, and as a query for all of its words as beginnings. A word that begins no name gives way to
-- those that are spelled nearly like it (is_near), or is left out. Titles like "kecamatan" or "jalan" do not count while other words are there.
-- Locks: none. Errors: none. Called by: find_areas.
create function area_query(p_text text, out joined text, out query tsquery, out exact tsquery, out is_near boolean)
language plpgsql stable security definer
set search_path = public, pg_temp
set random_page_cost = 1.1
as $$
declare
    v_words text[] := array(select m[1] from regexp_matches(lower(p_text), '[a-z0-9]+', 'g') m limit 8);
    v_titles constant text[] := '{kelurahan,kel,desa,kecamatan,kec,kabupaten,kab,kota,provinsi,prov,jalan,jln,jl}';
    v_word text;
    v_spellings text[];
    v_spelled text;
begin
    joined := array_to_string(v_words, '');
    is_near := false;
    if not v_words <@ v_titles then
        v_words := array(select w from unnest(v_words) with ordinality t (w, place) where w <> all (v_titles) order by place);
    end if;
    exact := plainto_tsquery('simple', array_to_string(v_words, ' '));
    foreach v_word in array v_words loop
        if exists (select from area_words where word ~>=~ v_word and word ~<~ (v_word || '~')) then
            v_spelled := v_word || ':*';
        else
            v_spellings := near_spellings(v_word);
            v_spelled := (select string_agg(word, ' | ') from (
                select word from area_words where spellings && v_spellings and v_word ~ '[a-z]'
                order by abs(length(word) - length(v_word)), word limit 16) n);
            is_near := is_near or v_spelled is not null;
        end if;
        query := coalesce(query && v_spelled::tsquery, query, v_spelled::tsquery);
    end loop;
end
$$;

-- Purpose: the areas that were most likely meant, the likeliest first: villages of this name or in the district of this name, villages whose name
-- begins so, then those with all the words in any of their names; of equals, those in cities, where most people live. is_near: found by another spelling than was typed.
-- Locks: none. Errors: none. Called by: GET /areas, the address forms.
create function find_areas(p_text text, p_count integer)
returns table (code text, subdistrict_name text, district_name text, city_name text, province_name text, is_near boolean)
language plpgsql stable security definer
set search_path = public, pg_temp
set random_page_cost = 1.1 -- the areas are in memory
as $$
declare
    v_wanted record;
begin
    select * into v_wanted from area_query(p_text);
    if length(v_wanted.joined) < 3 then
        return;
    end if;
    return query
    with found as (
        (select a.code, 1 as place from areas a where a.joined_name = v_wanted.joined limit 100)
        union all
        (select a.code, 2 from areas a where a.joined_district = v_wanted.joined limit 100)
        union all
        (select a.code, 3 from areas a where a.joined_name ~>=~ v_wanted.joined and a.joined_name ~<~ (v_wanted.joined || '~') limit 100)
        union all
        (select a.code, 4 from areas a where a.document @@ v_wanted.query limit 400)),
    placed as (select f.code, min(f.place) as place from found f group by f.code)
    select a.code, a.subdistrict_name, a.district_name, a.city_name, a.province_name, v_wanted.is_near and p.place = 4
    from placed p join areas a on a.code = p.code
    order by greatest(p.place, 2), (a.document @@ v_wanted.exact) desc, (a.city_name like 'Kota %') desc, p.place,
        ts_rank(a.document, v_wanted.query) desc nulls last, a.subdistrict_name, a.code
    limit p_count;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function find_areas(text, integer) to sensasiwangi_shop;
reset role;
