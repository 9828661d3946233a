-- 0003 orders: carts, checkouts, quotes, orders with their parts, and the transitions an order may make.
set local role sensasiwangi_owner;

create table carts (
    id uuid primary key default gen_random_uuid(),
    customer_id uuid references customers on delete cascade,
    status text not null default 'open' constraint cart_status_is_known check (status in ('open', 'ordered', 'merged')),
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table carts is 'Baskets of visitors (customer_id null, known by their session) and members (one open at a time).';
create unique index one_open_cart_per_customer on carts (customer_id) where status = 'open';

create table cart_items (
    cart_id uuid not null references carts on delete cascade,
    product_id uuid not null references marketplace_listings,
    quantity integer not null constraint quantity_within_line_limit check (quantity between 1 and 10),
    seen_price bigint not null,
    added_at timestamptz not null default now(),
    primary key (cart_id, product_id)
);
comment on table cart_items is 'One line per product; seen_price is the price when the shopper last touched the line.';
create index cart_items_by_product on cart_items (product_id);

create table shipping_options (
    code text primary key,
    name text not null,
    explanation text not null,
    cost bigint constraint shipping_cost_is_not_negative check (cost >= 0),
    sort_order integer not null default 0,
    active boolean not null default true
);
comment on table shipping_options is 'How an order can travel; cost in whole Rupiah, null means CS quotes it after the order (Akan dihitung).';
insert into shipping_options (code, name, explanation) values
    ('ongkir-cs', 'Ongkir dihitung CS', 'CS mencari kurir terbaik ke alamatmu dan mengirim ongkirnya sebelum kamu bayar. Tidak cocok? Batal gratis.');

create table checkouts (
    cart_id uuid primary key references carts on delete cascade,
    hold_renewals integer not null default 0 constraint hold_renewals_within_limit check (hold_renewals between 0 and 3),
    address jsonb,
    shipping_option text references shipping_options,
    payment_method text,
    bank_account jsonb,
    begun_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint a_payment_method_has_its_account check ((payment_method is null) = (bank_account is null))
);
comment on table checkouts is 'What a shopper has filled in so far: the fields of the address form, the account to transfer to. begun_at moves when the stock is held anew.';

create table quotes (
    id uuid primary key default gen_random_uuid(),
    cart_id uuid not null references carts,
    customer_id uuid not null references customers,
    cart_version integer not null,
    address jsonb not null,
    shipping_option text not null references shipping_options,
    payment_method text not null,
    bank_account jsonb not null,
    subtotal_amount bigint not null,
    shipping_amount bigint,
    discount_amount bigint not null default 0,
    unique_code integer not null constraint unique_code_has_three_digits check (unique_code between 1 and 999),
    total_amount bigint not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint quote_total_is_the_sum check (total_amount = subtotal_amount + coalesce(shipping_amount, 0) - discount_amount + unique_code),
    constraint quote_total_is_positive check (total_amount > 0)
);
comment on table quotes is 'What the shopper saw on the review page and may buy until expires_at; amounts in whole Rupiah.';
create index quotes_by_cart on quotes (cart_id, created_at desc);
create index quotes_by_customer on quotes (customer_id);

create table quote_lines (
    quote_id uuid not null references quotes on delete cascade,
    product_id uuid not null references marketplace_listings,
    product_name text not null,
    quantity integer not null constraint quoted_quantity_is_positive check (quantity > 0),
    unit_price bigint not null constraint quoted_price_is_positive check (unit_price > 0),
    primary key (quote_id, product_id)
);
comment on table quote_lines is 'Lines of a quote, as seen.';

create table orders (
    id uuid primary key default gen_random_uuid(),
    order_number text not null unique,
    customer_id uuid not null references customers,
    cart_id uuid not null unique references carts,
    quote_id uuid not null unique references quotes,
    status text not null,
    payment_status text not null default 'unpaid',
    subtotal_amount bigint not null,
    shipping_amount bigint constraint shipping_amount_is_not_negative check (shipping_amount >= 0),
    discount_amount bigint not null default 0 constraint discount_amount_is_not_negative check (discount_amount >= 0),
    unique_code integer not null constraint order_unique_code_has_three_digits check (unique_code between 1 and 999),
    total_amount bigint not null,
    paid_amount bigint not null default 0,
    refunded_amount bigint not null default 0 constraint refunded_amount_is_not_negative check (refunded_amount >= 0),
    payment_method text not null,
    bank_account jsonb not null,
    payment_due_at timestamptz,
    shipping_option text not null references shipping_options,
    courier text,
    shipping_service text,
    tracking_number text,
    recipient_name text not null,
    phone_number text not null,
    province_name text not null,
    city_name text not null,
    district_name text not null,
    subdistrict_name text not null,
    postal_code text not null,
    address_line text not null,
    additional_info text not null default '',
    is_test boolean not null default false,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    status_since timestamptz not null default app_now(),
    closed_at timestamptz,
    constraint total_is_the_sum_of_its_parts check (total_amount = subtotal_amount + coalesce(shipping_amount, 0) - discount_amount + unique_code),
    constraint total_is_positive check (total_amount > 0),
    constraint no_more_is_refunded_than_was_paid check (refunded_amount <= paid_amount),
    constraint payable_orders_know_their_shipping check (status in ('awaiting_quote', 'cancelled') or shipping_amount is not null),
    constraint awaited_payment_has_a_deadline check (status <> 'awaiting_payment' or payment_due_at is not null)
);
comment on table orders is
    'Placed orders with address and amounts in whole Rupiah; shipping_amount is null while CS still has to quote it; is_test says that nobody shopped.';
create index orders_by_customer on orders (customer_id, created_at desc);
create index orders_by_deadline on orders (payment_due_at) where status = 'awaiting_payment';
create index orders_by_creation on orders (created_at) include (status, payment_status, total_amount, is_test); -- all that figures of a year read
create index orders_with_late_money on orders (closed_at) where paid_amount > refunded_amount and status in ('expired', 'cancelled');

create table order_items (
    order_id uuid not null references orders on delete cascade,
    product_id uuid not null references marketplace_listings,
    product_name text not null,
    quantity integer not null constraint ordered_quantity_is_positive check (quantity > 0),
    unit_price bigint not null constraint unit_price_is_positive check (unit_price > 0),
    created_at timestamptz not null default now(),
    primary key (order_id, product_id)
);
comment on table order_items is 'What was bought, at the price that was seen.';
create index order_items_by_product on order_items (product_id);
create index order_items_by_creation on order_items (created_at);

create table order_events (
    id bigint generated always as identity primary key,
    order_id uuid not null references orders on delete cascade,
    kind text not null,
    from_value text,
    to_value text,
    reason text not null default '',
    actor text not null,
    order_version integer,
    is_public boolean not null default true,
    created_at timestamptz not null default clock_timestamp()
);
comment on table order_events is
    'The timeline: one row per change of an order, written by triggers, with actor, reason and the version it made; notes of staff are not public.';
create index order_events_by_order on order_events (order_id, id);

create table payment_proofs (
    id uuid primary key default gen_random_uuid(),
    order_id uuid not null references orders on delete cascade,
    content_type text not null constraint proof_type_is_allowed check (content_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
    content bytea constraint proof_within_five_megabytes check (octet_length(content) between 1 and 5242880),
    status text not null default 'waiting' constraint proof_status_is_known check (status in ('waiting', 'accepted', 'refused')),
    refusal text not null default '',
    created_at timestamptz not null default now()
);
comment on table payment_proofs is 'Uploaded transfer proofs, checked by content; shown only as downloads. content is null once the account of who sent it was deleted.';
create index payment_proofs_by_order on payment_proofs (order_id);

create table payments (
    id bigint generated always as identity primary key,
    order_id uuid not null references orders,
    kind text not null constraint payment_kind_is_known check (kind in ('payment', 'refund', 'payment_undone', 'refund_undone')),
    amount bigint not null constraint payment_is_positive check (amount > 0),
    reason text not null default '',
    actor text not null,
    created_at timestamptz not null default clock_timestamp()
);
comment on table payments is
    'Append-only: money that came in or went back, in whole Rupiah, and slips that were taken back; its sums are paid_amount and refunded_amount of the order.';
create index payments_by_order on payments (order_id);

create table order_claims (
    order_id uuid primary key references orders on delete cascade,
    staff_id uuid not null references staff,
    expires_at timestamptz not null
);
comment on table order_claims is 'Who of the desk works on an order until when, so that two people never work on the same.';
create index order_claims_by_staff on order_claims (staff_id);

create table transfer_amounts (
    account_number text not null,
    amount bigint not null,
    cart_id uuid not null references carts on delete cascade,
    expires_at timestamptz,
    released_at timestamptz,
    created_at timestamptz not null default now()
);
comment on table transfer_amounts is 'Amounts asked for on a bank account; while not released nobody else is asked for the same. expires_at is null once an order owns it.';
create unique index one_claim_per_account_and_amount on transfer_amounts (account_number, amount) where released_at is null;
create index transfer_amounts_by_cart on transfer_amounts (cart_id);

create table order_transitions (
    from_status text not null,
    to_status text not null,
    is_undo boolean not null default false,
    primary key (from_status, to_status)
);
comment on table order_transitions is
    'Every change of orders.status that is allowed; from_status new: how an order may begin. Late money brings closed ones back to paid. is_undo: only to take back a slip.';
insert into order_transitions (from_status, to_status) values
    ('new', 'awaiting_quote'), ('new', 'awaiting_payment'),
    ('awaiting_quote', 'awaiting_payment'), ('awaiting_payment', 'paid'), ('paid', 'processing'),
    ('processing', 'shipped'), ('shipped', 'delivered'), ('delivered', 'completed'),
    ('awaiting_quote', 'cancelled'), ('awaiting_payment', 'cancelled'), ('paid', 'cancelled'), ('processing', 'cancelled'),
    ('awaiting_payment', 'expired'), ('expired', 'paid'), ('cancelled', 'paid');
insert into order_transitions (from_status, to_status, is_undo) values
    ('paid', 'awaiting_payment', true), ('processing', 'paid', true), ('shipped', 'processing', true), ('delivered', 'shipped', true);

create table payment_transitions (
    from_status text not null,
    to_status text not null,
    is_undo boolean not null default false,
    primary key (from_status, to_status)
);
comment on table payment_transitions is 'Every change of orders.payment_status that is allowed. is_undo: only to take back a slip of the desk.';
insert into payment_transitions (from_status, to_status) values
    ('new', 'unpaid'),
    ('unpaid', 'in_review'), ('unpaid', 'partial'), ('unpaid', 'paid'), ('unpaid', 'overpaid'), ('unpaid', 'failed'),
    ('in_review', 'unpaid'), ('in_review', 'partial'), ('in_review', 'paid'), ('in_review', 'overpaid'), ('in_review', 'failed'),
    ('partial', 'in_review'), ('partial', 'paid'), ('partial', 'overpaid'), ('partial', 'refunded'), ('partial', 'partially_refunded'),
    ('failed', 'in_review'), ('failed', 'partial'), ('failed', 'paid'), ('failed', 'overpaid'),
    ('paid', 'overpaid'), ('paid', 'partially_refunded'), ('paid', 'refunded'),
    ('overpaid', 'partially_refunded'), ('overpaid', 'refunded'), ('overpaid', 'paid'),
    ('partially_refunded', 'refunded'), ('partially_refunded', 'partial'), ('partially_refunded', 'paid'), ('partially_refunded', 'overpaid'),
    ('refunded', 'partial'), ('refunded', 'paid'), ('refunded', 'overpaid');
insert into payment_transitions (from_status, to_status, is_undo) values
    ('partial', 'unpaid', true), ('partial', 'failed', true), ('paid', 'unpaid', true), ('paid', 'in_review', true), ('paid', 'failed', true),
    ('overpaid', 'unpaid', true), ('overpaid', 'in_review', true), ('overpaid', 'partial', true), ('overpaid', 'failed', true);

do $private$
declare
    v_table text;
begin
    foreach v_table in array array[
        'carts', 'cart_items', 'checkouts', 'quotes', 'quote_lines', 'orders', 'order_items', 'order_events', 'payments', 'payment_proofs', 'order_claims',
        'transfer_amounts'
    ] loop
        perform make_private(v_table::regclass);
    end loop;
end
$private$;

grant select on shipping_options, order_transitions, payment_transitions to sensasiwangi_shop, sensasiwangi_desk, sensasiwangi_worker;
grant select on carts, cart_items, checkouts, quotes, quote_lines, orders, order_items, order_events, payments to sensasiwangi_shop;
grant select (id, order_id, content_type, status, refusal, created_at) on payment_proofs to sensasiwangi_shop;
grant select on orders, order_items, order_events, order_claims, payments, payment_proofs to sensasiwangi_desk;
create policy "shoppers read their own cart" on carts for select to sensasiwangi_shop
    using (id = (select current_cart_id()) or customer_id = (select current_customer_id()));
create policy "shoppers read the lines of their cart" on cart_items for select to sensasiwangi_shop using (cart_id = (select current_cart_id()));
create policy "shoppers read their own checkout" on checkouts for select to sensasiwangi_shop using (cart_id = (select current_cart_id()));
create policy "shoppers read their own quotes" on quotes for select to sensasiwangi_shop using (customer_id = (select current_customer_id()));
create policy "shoppers read the lines of their quotes" on quote_lines for select to sensasiwangi_shop
    using (exists (select from quotes where quotes.id = quote_id));
create policy "shoppers read their own orders" on orders for select to sensasiwangi_shop using (customer_id = (select current_customer_id()));
create policy "shoppers read the items of their orders" on order_items for select to sensasiwangi_shop
    using (exists (select from orders where orders.id = order_id));
create policy "shoppers read the public timeline of their orders" on order_events for select to sensasiwangi_shop
    using (is_public and exists (select from orders where orders.id = order_id));
create policy "shoppers read the payments of their orders" on payments for select to sensasiwangi_shop
    using (exists (select from orders where orders.id = order_id));
create policy "the desk reads orders" on orders for select to sensasiwangi_desk using (true);
create policy "the desk reads items" on order_items for select to sensasiwangi_desk using (true);
create policy "the desk reads timelines" on order_events for select to sensasiwangi_desk using (true);
create policy "the desk reads claims" on order_claims for select to sensasiwangi_desk using (true);
create policy "the desk reads payments" on payments for select to sensasiwangi_desk using (true);
create policy "the desk reads proofs" on payment_proofs for select to sensasiwangi_desk using (true);
create policy "shoppers see which proofs they sent" on payment_proofs for select to sensasiwangi_shop
    using (exists (select from orders where orders.id = order_id));
reset role;
