-- Loses functions; quotes and the amounts they claimed stay.
set local role sensasiwangi_owner;
drop function choose_payment(text, jsonb);
drop function renew_quote();
drop function refresh_quote(checkouts);
drop function write_quote(checkouts);
drop function claim_transfer_amount(text, bigint, uuid, timestamptz, integer);
drop function try_transfer_amount(transfer_amounts);
drop function choose_shipping(text);
drop function choose_address(jsonb, boolean);
reset role;
