-- Loses the runs of the audit and how often each listing was edited; the ledger keeps the kinds of changes by hand.
set local role sensasiwangi_owner;
drop function broken_promises();
drop function run_audit();
drop function edit_listing(uuid, integer, bigint, text, integer);
drop function undo_adjustment(uuid, bigint);
drop function undoable_adjustment(uuid);
drop function adjust_listing(uuid, text, integer, bigint, text);
drop function listing_holds(uuid, integer);
drop function sold_lately(uuid);
drop function stock_levels();
drop trigger count_edit on marketplace_listings;
drop function count_listing_edit();
drop table audit_runs;
drop index stock_ledger_by_time;
alter table marketplace_listings drop column version;
reset role;
