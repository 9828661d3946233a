-- Loses the search index and the vocabulary; 0009 builds both anew from what is for sale then.
set local role sensasiwangi_owner;
drop trigger learn_new_listings on marketplace_listings;
drop trigger index_listing on marketplace_listings;
drop trigger reindex_changed on products;
drop trigger reindex_changed on brands;
drop function find_listings(listing_filter, text, integer, integer, integer);
drop function listing_conditions(listing_filter, tsquery, uuid);
drop function search_query(text);
drop function word_query(text);
drop function nearest_term(text);
drop function mistyped_letters(text, text);
drop function reindex_changed();
drop function learn_new_listings();
drop function learn_words(uuid[]);
drop function index_listing();
drop view listing_words;
drop function search_lexemes(text);
drop function word_roots(text);
drop function trigrams(text);
drop type listing_filter;
drop index marketplace_listings_by_price, marketplace_listings_by_age, marketplace_listings_by_name;
alter table marketplace_listings
    drop column search_document,
    drop column sort_name,
    drop column brand_id,
    drop column aroma_family,
    drop column category;
drop table search_terms;
reset role;
