-- 0008 sessions and limits: the rows behind a browser's session, and behind how often somebody may ask.
set local role sensasiwangi_owner;

create index web_sessions_by_customer on web_sessions ((data ->> 'customer_id'));

-- Purpose: the data of a live session; null when there is none.
-- Locks: none. Errors: none. Called by: app/web_sessions.py.
create function session_load(p_id text) returns jsonb
language sql stable security definer
set search_path = public, pg_temp
as $$ select data from web_sessions where id = p_id and expires_at > app_now() $$;

-- Purpose: a session under a new id, in place of the one it replaces (null: none); sweeps up a few rows that ran out.
-- Locks: the two sessions' rows. Errors: none. Called by: app/web_sessions.py.
create function session_start(p_id text, p_data jsonb, p_lifetime interval, p_replaces text) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    delete from web_sessions where id = p_replaces;
    delete from web_sessions where id in (
        select id from web_sessions where expires_at <= app_now() order by expires_at limit 4 for update skip locked);
    insert into web_sessions (id, data, expires_at) values (p_id, p_data, app_now() + p_lifetime)
$$;

-- Purpose: changes some keys of a live session and leaves the others as parallel requests wrote them; false when it has ended meanwhile:
-- a request that was under way at logout must not bring the session back.
-- Locks: the session's row. Errors: none. Called by: app/web_sessions.py.
create function session_change(p_id text, p_changed jsonb, p_removed text[], p_lifetime interval) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    update web_sessions set data = (data - p_removed) || p_changed, expires_at = app_now() + p_lifetime
    where id = p_id and expires_at > app_now();
    return found;
end
$$;

-- Purpose: ends a session.
-- Locks: the session's row. Errors: none. Called by: app/web_sessions.py.
create function session_delete(p_id text) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$ delete from web_sessions where id = p_id $$;

-- Purpose: whom a limit counts. A key may say session:<sha256>@<address>: that is a member under every session of theirs, a visitor by a
-- session that really lives, and anybody else (made-up session ids too) by address.
-- Locks: none. Errors: none. Called by: every rate limit function.
create function rate_limit_subject(p_key text) returns text
language plpgsql stable security definer
set search_path = public, pg_temp
as $$
declare
    v_hash text := substring(p_key from 'session:([0-9a-f]{64})@');
    v_who text;
begin
    if v_hash is null then
        return p_key;
    end if;
    select coalesce('member:' || nullif(data ->> 'customer_id', ''), 'session:' || id) into v_who
    from web_sessions where id = v_hash and expires_at > app_now();
    return regexp_replace(p_key, 'session:[0-9a-f]{64}@([^/]*)', coalesce(v_who, 'address:\1'));
end
$$;

-- Purpose: the share of the window before this one that still counts, and where this one stands (hits; seconds left of each).
-- Locks: none. Errors: none. Called by: rate_limit_acquire, app/rate_limits.py.
create function rate_limit_windows(p_key text, p_window integer)
returns table (previous_hits integer, previous_seconds double precision, current_hits integer, current_seconds double precision)
language sql stable security definer
set search_path = public, pg_temp
as $$
    with times as (
        select rate_limit_subject(p_key) as subject, floor(extract(epoch from app_now()) / p_window)::bigint as number,
            (p_window - extract(epoch from app_now()) % p_window)::double precision as seconds_left
    )
    select coalesce(p.hits, 0), case when p.hits is null then 0 else seconds_left end, coalesce(c.hits, 0), seconds_left
    from times
    left join rate_limits p on p.key = subject || '/' || (number - 1)
    left join rate_limits c on c.key = subject || '/' || number
$$;

-- Purpose: counts a hit in the sliding window if the limit allows it. Of parallel hits exactly as many pass as the limit has room for.
-- Locks: the window's row. Errors: none. Called by: app/rate_limits.py, one round trip per limited request.
create function rate_limit_acquire(p_key text, p_limit integer, p_window integer, p_amount integer) returns boolean
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_now double precision := extract(epoch from app_now());
    v_number bigint := floor(v_now / p_window);
    v_subject text := rate_limit_subject(p_key);
    v_weighted integer;
    v_hits integer;
begin
    select floor(hits * (1 - (v_now / p_window - v_number))) into v_weighted from rate_limits where key = v_subject || '/' || (v_number - 1);
    v_weighted := coalesce(v_weighted, 0);
    if v_weighted + p_amount > p_limit then
        return false;
    end if;
    insert into rate_limits as r (key, hits, expires_at)
    values (v_subject || '/' || v_number, p_amount, app_now() + make_interval(secs => 2 * p_window))
    on conflict (key) do update set hits = r.hits + p_amount where v_weighted + r.hits + p_amount <= p_limit
    returning hits into v_hits;
    if v_hits = p_amount then
        perform sweep_rate_limits();
    end if;
    return v_hits is not null;
end
$$;

-- Purpose: counts a hit in a fixed window that starts with its first hit; returns the hits so far.
-- Locks: the counter's row. Errors: none. Called by: app/rate_limits.py (strategy fixed-window).
create function rate_limit_increase(p_key text, p_window integer, p_amount integer) returns integer
language sql volatile security definer
set search_path = public, pg_temp
as $$
    insert into rate_limits as r (key, hits, expires_at)
    values (rate_limit_subject(p_key), p_amount, app_now() + make_interval(secs => p_window))
    on conflict (key) do update set
        hits = case when r.expires_at <= app_now() then 0 else r.hits end + p_amount,
        expires_at = case when r.expires_at <= app_now() then excluded.expires_at else r.expires_at end
    returning hits
$$;

-- Purpose: the live counter of a fixed window: hits, and when it ends (seconds since 1970).
-- Locks: none. Errors: none. Called by: app/rate_limits.py.
create function rate_limit_counter(p_key text) returns table (hits integer, ends_at double precision)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select r.hits, extract(epoch from r.expires_at)::double precision
    from rate_limits r where r.key = rate_limit_subject(p_key) and r.expires_at > app_now()
$$;

-- Purpose: forgets the counters of a key, in fixed and in sliding windows; with null, all of them. Returns how many rows went.
-- Locks: the counters' rows. Errors: none. Called by: app/rate_limits.py.
create function rate_limit_clear(p_key text) returns integer
language sql volatile security definer
set search_path = public, pg_temp
as $$
    with gone as (
        delete from rate_limits
        where p_key is null or key = rate_limit_subject(p_key) or regexp_replace(key, '/[0-9]+$', '') = rate_limit_subject(p_key)
        returning key
    )
    select count(*)::integer from gone
$$;

-- Purpose: removes a few counters that ran out, so that nobody has to sweep the table.
-- Locks: rows nobody else holds. Errors: none. Called by: rate_limit_acquire, once per new window.
create function sweep_rate_limits() returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    delete from rate_limits where key in (
        select key from rate_limits where expires_at <= app_now() order by expires_at limit 8 for update skip locked)
$$;

revoke execute on all functions in schema public from public;
grant execute on function session_load(text), session_start(text, jsonb, interval, text),
    session_change(text, jsonb, text[], interval), session_delete(text) to sensasiwangi_shop;
grant execute on function rate_limit_acquire(text, integer, integer, integer), rate_limit_windows(text, integer),
    rate_limit_increase(text, integer, integer), rate_limit_counter(text), rate_limit_clear(text) to sensasiwangi_shop;
reset role;
