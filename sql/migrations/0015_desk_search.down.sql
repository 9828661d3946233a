-- Loses what orders are found by, and the vocabulary of names; both are made anew from the orders.
set local role sensasiwangi_owner;
drop trigger index_orders_of_member on customers;
drop trigger index_old_order on orders;
drop trigger index_changed_order on orders;
drop function find_orders(order_filter, integer), fresh_orders(tsquery), indexed_orders(tsquery, integer), order_page(order_filter, text), similar_names(text[]), near_names(text),
    index_orders_of_member(), index_order(), index_orders(integer), learn_names(uuid[]), order_document(orders, customers), name_words(text);
drop type order_filter;
drop index orders_by_payment, orders_by_status, order_items_by_product;
create index order_items_by_product on order_items (product_id);
drop table name_terms, order_search_progress, order_search;
reset role;
