-- Villages, districts, cities and provinces, for filling in addresses.

-- name: found
select code, subdistrict_name, district_name, city_name, province_name, is_near from find_areas(%(text)s, %(count)s);

-- name: area
select code, subdistrict_name, district_name, city_name, province_name, false as is_near from areas where code = %(code)s;

-- name: load
select load_areas(%(codes)s, %(subdistricts)s, %(districts)s, %(cities)s, %(provinces)s);

-- name: are_loaded
select exists (select from areas);

-- name: analyze
analyze areas, area_words;
