-- Loses nothing that was agreed to or asked for, but nobody can change it or carry it out any more.
set local role sensasiwangi_owner;
drop function carry_out_deletions(integer);
drop function erase_customer(uuid);
drop function withdraw_deletion();
drop function running_orders(uuid);
drop function set_marketing_consent(text, boolean);
drop index customers_by_deletion_request;
drop index one_live_consent_per_purpose;
reset role;
