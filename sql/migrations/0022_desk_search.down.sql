-- Loses functions and indexes only; what orders are found by stays.
set local role sensasiwangi_owner;
drop function find_orders(order_filter, integer), narrowed_by(order_filter, uuid), page_span(order_filter), fresh_orders(tsquery),
    searched_orders(tsquery, page_span, boolean, integer), indexed_orders(tsquery, page_span, integer, integer), order_page(order_filter, text),
    similar_names(text[]), near_names(text), are_names(text[]);
drop type order_filter, page_span;
drop index orders_by_payment, orders_by_status, order_items_by_product;
create index order_items_by_product on order_items (product_id);
reset role;
