-- What search engines may know of.

-- name: count_listed
select count(*) from marketplace_listings where status = 'active';

-- name: listed
select slug, updated_at from marketplace_listings where status = 'active' order by slug offset %(skip)s limit %(most)s;
