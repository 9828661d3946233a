-- Rows of web sessions and rate limits; app/web_sessions.py and app/rate_limits.py use them.

-- name: session_load
select session_load(%(id)s);

-- name: session_start
select session_start(%(id)s, %(data)s, %(lifetime)s, %(replaces)s);

-- name: session_change
select session_change(%(id)s, %(changed)s, %(removed)s::text[], %(lifetime)s);

-- name: session_delete
select session_delete(%(id)s);

-- name: rate_limit_acquire
select rate_limit_acquire(%(counter)s, %(most)s, %(seconds)s, %(amount)s);

-- name: rate_limit_windows
select previous_hits, previous_seconds, current_hits, current_seconds from rate_limit_windows(%(counter)s, %(seconds)s);

-- name: rate_limit_increase
select rate_limit_increase(%(counter)s, %(seconds)s, %(amount)s);

-- name: rate_limit_counter
select hits, ends_at from rate_limit_counter(%(counter)s);

-- name: rate_limit_clear
select rate_limit_clear(%(counter)s);

-- name: staff_session_start
select start_staff_session(%(id)s, %(staff_id)s, %(lifetime)s);

-- name: staff_session_end
select end_staff_session(%(id)s);
