-- Loses what listings are found by, and the vocabulary; 0014 makes both anew from what is for sale then.
set local role sensasiwangi_owner;
drop trigger learn_new_listings on marketplace_listings;
drop trigger index_listing on marketplace_listings;
drop trigger reindex_changed on products;
drop trigger reindex_changed on brands;
drop function reindex_changed();
drop function learn_new_listings();
drop function learn_words(uuid[]);
drop function index_listing();
drop view listing_words;
drop function search_lexemes(text);
drop function word_roots(text);
drop function trigrams(text);
alter table marketplace_listings
    drop column search_document,
    drop column sort_name,
    drop column brand_id,
    drop column aroma_family,
    drop column category;
drop table search_terms;
reset role;
