"""An order by its signed link: a glimpse for anybody who holds it, the whole order for who knows its phone number."""
