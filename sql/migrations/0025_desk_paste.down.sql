-- Loses which line of a bank statement paid which order: a statement that is pasted again would be booked again.
set local role sensasiwangi_owner;
drop function ship_parcel(uuid, integer, text, text);
drop function book_bank_line(uuid, integer, jsonb);
drop function is_still_booked(bank_lines);
drop index orders_by_tracking_number;
drop index orders_by_missing_money;
drop table bank_lines;
reset role;
