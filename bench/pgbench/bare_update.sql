-- The least that can take a piece of a listing: one conditional UPDATE of one row that everybody wants.
update marketplace_listings set stock_reserved = stock_reserved + 1
where product_id = md5('listing 0')::uuid and stock_on_hand - stock_reserved >= 1;
