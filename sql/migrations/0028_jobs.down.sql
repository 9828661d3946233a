-- Loses what the worker still had to do: mail that is waiting is not sent.
set local role sensasiwangi_owner;
drop function retry_job(bigint);
drop function fail_job(bigint, integer, text, boolean);
drop function finish_job(bigint, integer);
drop function claim_job(text[], interval);
drop table jobs;
reset role;
