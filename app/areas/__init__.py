"""Indonesia's administrative areas: one search box that fills in province, city, district and subdistrict."""
