-- Loses how many carts were forgotten in the past.
set local role sensasiwangi_owner;
drop function shop_facts();
drop function abandoned_carts(timestamptz, timestamptz);
drop trigger count_collected_cart on carts;
drop function count_collected_cart();
drop statistics days_of_orders;
drop index payment_proofs_by_creation, checkouts_by_beginning, stock_corrections;
drop table collected_carts;
reset role;
