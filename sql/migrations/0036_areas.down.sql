-- Loses the table of areas, which `flask load-areas` brings back; addresses keep their names.
set local role sensasiwangi_owner;
drop function find_areas(text, integer);
drop function area_query(text);
drop function load_areas(text[], text[], text[], text[], text[]);
drop function near_spellings(text);
drop table area_words;
drop table areas;
reset role;
