-- Finding orders.

-- name: found
select id, order_number, status, payment_status, recipient_name, city_name, total_amount, created_at
from orders where order_number like %(sought)s || '%%' order by created_at desc, id limit %(page_size)s;
