-- Loses no rows; until it is back nobody can ask whether the books are right.
set local role sensasiwangi_owner;
drop function if exists stock_audit();
reset role;
