-- Loses nothing but the functions and one index; sessions and counters stay.
set local role sensasiwangi_owner;
drop function sweep_rate_limits();
drop function rate_limit_clear(text);
drop function rate_limit_counter(text);
drop function rate_limit_increase(text, integer, integer);
drop function rate_limit_acquire(text, integer, integer, integer);
drop function rate_limit_windows(text, integer);
drop function rate_limit_subject(text);
drop function session_delete(text);
drop function session_change(text, jsonb, text[], interval);
drop function session_start(text, jsonb, interval, text);
drop function session_load(text);
drop index web_sessions_by_customer;
reset role;
