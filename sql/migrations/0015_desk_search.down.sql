-- Loses what orders are found by, and the vocabulary of names; both are made anew from the orders.
set local role sensasiwangi_owner;
drop trigger index_orders_of_member on customers;
drop trigger index_old_line on order_items;
drop trigger index_order_of_lost_line on order_items;
drop trigger index_old_order on orders;
drop trigger index_changed_order on orders;
drop function find_orders(order_filter, integer), narrowed_by(order_filter, uuid), page_span(order_filter), fresh_orders(tsquery),
    searched_orders(tsquery, page_span, boolean, integer), indexed_orders(tsquery, page_span, integer, integer), order_page(order_filter, text),
    similar_names(text[]), near_names(text), are_names(text[]), index_orders_of_member(), index_order_of_line(), index_order(),
    index_orders(integer), learn_changed_names(integer), learn_names(uuid[]), order_document(orders, customers), name_words(text);
drop type order_filter, page_span;
drop index orders_by_payment, orders_by_status, order_items_by_product;
create index order_items_by_product on order_items (product_id);
drop table name_terms, order_search_progress, order_search;
reset role;
