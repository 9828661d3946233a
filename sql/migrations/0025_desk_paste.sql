-- 0025 desk paste: lines of a bank statement pay orders, each line once; parcels that were packed in a hurry are shipped in one step.
-- Lock order everywhere: order, then listings by id.
set local role sensasiwangi_owner;

create table bank_lines (
    id bigint generated always as identity primary key,
    account_number text not null,
    booked_on date not null,
    amount bigint not null constraint bank_line_is_positive check (amount > 0),
    words text not null,
    occurrence integer not null constraint occurrences_count_from_one check (occurrence > 0),
    attempt integer not null,
    description text not null,
    order_id uuid not null references orders,
    payment_id bigint not null unique references payments,
    actor text not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint a_bank_line_counts_once unique (account_number, booked_on, amount, words, occurrence, attempt)
);
comment on table bank_lines is
    'Append-only: lines of bank statements and the payment each became. occurrence tells lines apart that look alike; attempt counts on when a payment was taken back.';
create index bank_lines_by_order on bank_lines (order_id);
select make_private('bank_lines');
grant select on bank_lines to sensasiwangi_desk;
create policy "the desk reads bank lines" on bank_lines for select to sensasiwangi_desk using (true);
create trigger bank_lines_are_append_only before update or delete or truncate on bank_lines
    for each statement execute function refuse_rewriting_history();
create trigger audit after insert on bank_lines for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit();

create index orders_by_missing_money on orders ((total_amount - paid_amount + refunded_amount))
    where status in ('awaiting_payment', 'expired', 'cancelled') and shipping_amount is not null;
create index orders_by_tracking_number on orders (tracking_number) where tracking_number is not null;

-- Purpose: false once the payment that a line became was taken back: undoing is only possible while it is the order's last slip.
-- Locks: none. Errors: none. Called by: book_bank_line, the desk's paste page.
create function is_still_booked(p_line bank_lines) returns boolean
language sql stable
as $$
    select coalesce((select p.kind from payments p where p.order_id = p_line.order_id and p.id > p_line.payment_id order by p.id limit 1), '') <> 'payment_undone'
$$;

-- Purpose: books a line of a bank statement (p_line has the columns of bank_lines that tell it apart) as money for an order, once. Returns
-- booked, late (the order could not be kept: the money waits) or used (it was booked before; nothing is changed).
-- Locks: order, listings by id, then the line. Errors: SW003 bad amount, SW020 no total to pay, SW021, SW022, SW040. Called by: POST /admin/paste/payments.
create function book_bank_line(p_order_id uuid, p_version integer, p_line jsonb) returns text
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_line bank_lines := jsonb_populate_record(null::bank_lines, p_line);
    v_is_used boolean;
    v_stands boolean;
    v_constraint text;
begin
    perform from orders where id = p_order_id for update; -- who booked it for this order has committed by now
    select count(*) + 1, coalesce(bool_or(is_still_booked(b)), false) into v_line.attempt, v_is_used from bank_lines b
    where (b.account_number, b.booked_on, b.amount, b.words, b.occurrence)
        = (v_line.account_number, v_line.booked_on, v_line.amount, v_line.words, v_line.occurrence);
    if v_is_used then
        return 'used';
    end if;
    v_stands := record_payment(p_order_id, p_version, v_line.amount, 'Mutasi bank ' || to_char(v_line.booked_on, 'DD/MM/YYYY'));
    insert into bank_lines (account_number, booked_on, amount, words, occurrence, attempt, description, order_id, payment_id, actor)
    select v_line.account_number, v_line.booked_on, v_line.amount, v_line.words, v_line.occurrence, v_line.attempt, v_line.description,
        p_order_id, max(id), current_actor()
    from payments where order_id = p_order_id;
    return case when v_stands then 'booked' else 'late' end;
exception when unique_violation then -- a colleague booked it for another order
    get stacked diagnostics v_constraint = constraint_name;
    if v_constraint <> 'a_bank_line_counts_once' then
        raise;
    end if;
    return 'used';
end
$$;

-- Purpose: ships an order; one that nobody has marked packed is packed first, as its parcel is on its way anyhow.
-- Locks: order, then listings by id. Errors: SW003 no tracking number, SW020, SW021, SW022, SW040, SW004. Called by: POST /admin/paste/resi.
create function ship_parcel(p_order_id uuid, p_version integer, p_courier text, p_tracking_number text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_order orders := lock_order(p_order_id, p_version);
begin
    if v_order.status = 'paid' then
        perform move_order(p_order_id, 'processing', '');
    end if;
    perform ship_order(p_order_id, null, p_courier, p_tracking_number);
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function is_still_booked(bank_lines), book_bank_line(uuid, integer, jsonb), ship_parcel(uuid, integer, text, text) to sensasiwangi_desk;
reset role;
