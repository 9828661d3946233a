-- What is pasted, against the orders there are; and what is printed.

-- name: candidates
with lines as (
    select l.number, l.amount, ' ' || l.words || ' ' as words, l.order_numbers
    from jsonb_to_recordset(%(lines)s) as l (number integer, amount bigint, words text, order_numbers text[])
),
by_amount as (
    select l.number, n.id, n.distance = 0 and n.status = 'awaiting_payment' as is_exact
    from lines l
    cross join lateral (
        select o.id, o.status, abs(o.total_amount - o.paid_amount + o.refunded_amount - l.amount) as distance
        from orders o
        where o.status in ('awaiting_payment', 'expired', 'cancelled') and o.shipping_amount is not null
            and o.total_amount - o.paid_amount + o.refunded_amount between greatest(1, l.amount - 1000) and l.amount + 1000
            and o.bank_account ->> 'number' = %(account)s
            and (o.status = 'awaiting_payment' or o.closed_at > app_now() - interval '90 days')
        order by distance, o.status <> 'awaiting_payment', o.id
        limit 6
    ) n
),
by_number as (
    select l.number, o.id
    from lines l
    cross join lateral unnest(l.order_numbers) as written (order_number)
    join orders o using (order_number)
    where o.status in ('awaiting_payment', 'expired', 'cancelled') and o.shipping_amount is not null
),
open_names as materialized (
    select o.id, ' ' || n.name || ' ' as name, split_part(n.name, ' ', 1) as first_word
    from orders o
    join customers c on c.id = o.customer_id
    cross join lateral (
        select distinct btrim(regexp_replace(upper(written), '[^[:alnum:]]+', ' ', 'g')) as name
        from unnest(array[o.recipient_name, c.full_name]) as written) n
    where o.status = 'awaiting_payment' and o.bank_account ->> 'number' = %(account)s and length(n.name) > 3
),
named as (
    select l.number, n.id, row_number() over (partition by l.number order by n.id) as place
    from lines l
    cross join lateral (select distinct w.word from unnest(string_to_array(btrim(l.words), ' ')) as w (word)) w
    join open_names n on n.first_word = w.word and strpos(l.words, n.name) > 0
    where not exists (select from by_amount a where a.number = l.number and a.is_exact)
),
by_name as (
    select number, id from named where place <= 5
),
found as (
    select number, id from by_amount
    union
    select number, id from by_number
    union
    select number, id from by_name
)
select
    f.number, o.id, o.order_number, o.status, o.version, o.recipient_name, o.unique_code, o.total_amount - o.paid_amount + o.refunded_amount as due,
    o.status = 'awaiting_payment' as is_open, o.order_number = any (l.order_numbers) as is_numbered,
    strpos(l.words, ' ' || btrim(regexp_replace(upper(o.recipient_name), '[^[:alnum:]]+', ' ', 'g')) || ' ') > 0
    or strpos(l.words, ' ' || btrim(regexp_replace(upper(c.full_name), '[^[:alnum:]]+', ' ', 'g')) || ' ') > 0 as is_named
from found f
join lines l on l.number = f.number
join orders o on o.id = f.id
join customers c on c.id = o.customer_id
where o.total_amount - o.paid_amount + o.refunded_amount > 0
order by f.number, o.id;

-- name: uses
select l.number, b.order_id, o.order_number, coalesce(s.full_name, split_part(b.actor, ':', 1)) as who, b.created_at
from jsonb_to_recordset(%(lines)s) as l (number integer, booked_on date, amount bigint, words text, occurrence integer)
join bank_lines b on b.account_number = %(account)s
    and b.booked_on = l.booked_on and b.amount = l.amount and b.words = l.words and b.occurrence = l.occurrence
join orders o on o.id = b.order_id
left join staff s on 'staff:' || s.id = b.actor
where is_still_booked(b);

-- name: book
select book_bank_line(%(order_id)s, %(version)s, %(line)s);

-- name: parcels
select
    o.id, o.order_number, o.status, o.version, o.recipient_name, o.city_name, o.courier, o.tracking_number,
    exists (select from cancellation_wishes w where w.order_id = o.id and w.resolved_at is null) as wants_to_cancel
from orders o
where o.order_number = any (%(order_numbers)s);

-- name: taken
select o.tracking_number, min(o.order_number) as order_number
from orders o
where o.tracking_number = any (%(tracking_numbers)s)
group by o.tracking_number;

-- name: ship
select ship_parcel(%(order_id)s, %(version)s, %(courier)s, %(tracking_number)s);

-- name: slips
select
    o.id, o.order_number, o.created_at, o.courier, o.shipping_service, o.tracking_number, o.recipient_name, o.phone_number, o.province_name, o.city_name,
    o.district_name, o.subdistrict_name, o.postal_code, o.address_line, o.additional_info, o.subtotal_amount, o.shipping_amount, o.discount_amount,
    o.unique_code, o.total_amount
from orders o
where o.id = any (%(order_ids)s)
order by array_position(%(order_ids)s, o.id);

-- name: slip_lines
select i.order_id, i.product_name as name, i.quantity, i.unit_price, i.quantity * i.unit_price as line_total
from order_items i
where i.order_id = any (%(order_ids)s)
order by i.product_name, i.product_id;
