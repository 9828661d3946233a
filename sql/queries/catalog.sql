-- What anybody may see of what is for sale. Pages say no number above ten: counting to eleven keeps them as they are while a big stock sells.

-- name: listings
select
    f.total,
    f.corrected,
    l.product_id,
    l.slug,
    p.name,
    b.name as brand_name,
    b.slug as brand_slug,
    b.city,
    p.category,
    p.aroma_family,
    p.concentration,
    p.size_ml,
    l.list_price,
    p.picture_key,
    least(s.available, 11) as available,
    s.held_until
from find_listings(
    row(%(words)s, %(tab)s, %(aroma)s, %(brand)s, %(lowest)s, %(highest)s, %(in_stock)s)::listing_filter,
    %(sort)s, %(skip)s, %(count)s, %(most)s) f
left join lateral stock_views(f.product_ids) s on true
left join (marketplace_listings l join products p on p.id = l.product_id join brands b on b.id = p.brand_id)
    on l.product_id = s.product_id
order by array_position(f.product_ids, s.product_id);

-- name: brands
select slug, name from brands order by name, slug;

-- name: product
select
    l.product_id,
    l.slug,
    l.status,
    p.name,
    b.name as brand_name,
    b.slug as brand_slug,
    b.city,
    b.story as brand_story,
    p.category,
    p.aroma_family,
    p.concentration,
    p.size_ml,
    p.weight_grams,
    p.top_notes,
    p.heart_notes,
    p.base_notes,
    p.summary,
    p.description,
    p.picture_key,
    l.list_price,
    least(s.available, 11) as available,
    s.held_until
from marketplace_listings l
join products p on p.id = l.product_id
join brands b on b.id = p.brand_id
cross join lateral stock_views(array[l.product_id]) s
where l.slug = %(slug)s and l.status <> 'draft';

-- name: siblings
with sizes as (
    select o.product_id, o.slug, p.size_ml, o.list_price
    from marketplace_listings l
    join products shown on shown.id = l.product_id
    join products p on p.range_key = shown.range_key and p.brand_id = shown.brand_id and p.id <> shown.id
    join marketplace_listings o on o.product_id = p.id
    where l.slug = %(slug)s and o.status = 'active' and p.size_ml is not null
)

select z.slug, z.size_ml, z.list_price, least(s.available, 11) as available
from stock_views(array(select product_id from sizes)) s
join sizes z using (product_id)
order by z.size_ml, z.slug;

-- name: stock
select l.product_id, least(s.available, 11) as available, s.held_until
from marketplace_listings l
cross join lateral stock_views(array[l.product_id]) s
where l.product_id = %(product_id)s and l.status <> 'draft';
