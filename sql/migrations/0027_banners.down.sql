-- Loses every banner there ever was.
set local role sensasiwangi_owner;
drop function set_banner(integer, text, text, timestamptz, timestamptz, boolean);
drop function shown_banner();
drop table banners;
reset role;
