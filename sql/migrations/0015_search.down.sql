-- Loses functions and indexes only; what listings are found by stays.
set local role sensasiwangi_owner;
drop function find_listings(listing_filter, text, integer, integer, integer);
drop function listing_conditions(listing_filter, tsquery, uuid);
drop function search_query(text);
drop function word_query(text);
drop function nearest_term(text);
drop function mistyped_letters(text, text);
drop type listing_filter;
drop index marketplace_listings_by_aroma, marketplace_listings_by_brand, marketplace_listings_by_category, marketplace_listings_by_name,
    marketplace_listings_by_price, marketplace_listings_by_age, marketplace_listings_by_document;
reset role;
