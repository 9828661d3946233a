-- Loses what orders are found by, and the vocabulary of names; both are made anew from the orders.
set local role sensasiwangi_owner;
drop trigger index_orders_of_member on customers;
drop trigger index_old_line on order_items;
drop trigger index_order_of_lost_line on order_items;
drop trigger index_old_order on orders;
drop trigger index_changed_order on orders;
drop function index_orders_of_member(), index_order_of_line(), index_order(),
    index_orders(integer), learn_changed_names(integer), learn_names(uuid[]), order_document(orders, customers), name_words(text);
drop table name_terms, order_search_progress, order_search;
reset role;
