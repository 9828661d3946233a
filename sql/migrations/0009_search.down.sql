-- Loses the search index and vocabulary, which 0009 builds anew for listings made after it; run flask seed or touch listings to rebuild.
set local role sensasiwangi_owner;
drop trigger learn_words on marketplace_listings;
drop trigger index_listing on marketplace_listings;
drop trigger reindex_product on products;
drop function search_query(text);
drop function nearest_terms(text);
drop function reindex_product();
drop function learn_words();
drop function index_listing();
drop function product_words(uuid);
drop index products_by_category, marketplace_listings_by_price, marketplace_listings_by_age;
alter table marketplace_listings drop column search_document;
drop table search_terms;
drop function trigrams(text);
reset role;
