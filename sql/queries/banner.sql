-- The banner of the shop's pages.

-- name: shown
select id, text, link from shown_banner();
