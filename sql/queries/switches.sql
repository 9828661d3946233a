-- The switches of the shop: the checkout, and looking only.

-- name: now
select checkout, readonly from shop_switches();

-- name: set
select set_switch(%(switch)s, %(is_on)s, %(reason)s);
