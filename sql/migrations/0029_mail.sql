-- 0029 mail: which changes people are told of by mail. A change leaves a job in its own transaction; the worker writes the mail from it, and sends it.
set local role sensasiwangi_owner;

alter table order_events add column is_undo boolean not null default coalesce(current_setting('app.undoing', true), '') = 'on';
comment on column order_events.is_undo is 'It takes back the change before it of the same kind, which then nobody outside is told of.';

alter table mail_outbox add column order_id uuid references orders on delete cascade, add column html text;
comment on column mail_outbox.html is 'The same for programs that show HTML, with {site} too; null: made from the plain text when it is sent.';
create index mail_outbox_by_order on mail_outbox (order_id) where order_id is not null;
grant select on mail_outbox to sensasiwangi_desk;
create policy "the desk reads the mail of orders" on mail_outbox for select to sensasiwangi_desk using (order_id is not null);

grant select on orders, order_items, order_events, payments, cancellation_wishes to sensasiwangi_worker;
grant select (id, order_id, content_type, status, refusal, created_at) on payment_proofs to sensasiwangi_worker;
grant select (id, email, full_name) on customers to sensasiwangi_worker;
create policy "the worker reads orders" on orders for select to sensasiwangi_worker using (true);
create policy "the worker reads items" on order_items for select to sensasiwangi_worker using (true);
create policy "the worker reads timelines" on order_events for select to sensasiwangi_worker using (true);
create policy "the worker reads payments" on payments for select to sensasiwangi_worker using (true);
create policy "the worker reads wishes" on cancellation_wishes for select to sensasiwangi_worker using (true);
create policy "the worker reads which proofs there are" on payment_proofs for select to sensasiwangi_worker using (true);
create policy "the worker reads whom to write to" on customers for select to sensasiwangi_worker using (true);

-- Purpose: a change of an order is to be told. What staff did can be taken back for thirty seconds, and by a transaction that began within them:
-- it is told after forty.
-- Locks: none. Errors: none. Called by: trigger on order_events.
create function enqueue_order_mail() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    insert into jobs (kind, subject, run_at)
    values ('order_mail', new.id, app_now() + case when new.actor like 'staff:%' then interval '40 seconds' else '0' end);
    return null;
end
$$;
create trigger enqueue_order_mail after insert on order_events for each row
    when (new.kind in ('status', 'payment', 'reminder') or new.kind = 'shipping' and new.order_version > 1 or new.kind = 'wish' and new.to_value = 'refused')
    execute function enqueue_order_mail();

-- Purpose: a new member is to be welcomed.
-- Locks: none. Errors: none. Called by: trigger on customers.
create function enqueue_welcome() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    insert into jobs (kind, subject) values ('welcome_mail', new.id);
    return null;
end
$$;
create trigger enqueue_welcome after insert on customers for each row execute function enqueue_welcome();

-- Purpose: a mail that was written is to be sent.
-- Locks: none. Errors: none. Called by: trigger on mail_outbox.
create function enqueue_sending() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    insert into jobs (kind, subject) values ('send_mail', new.id);
    return null;
end
$$;
create trigger enqueue_sending after insert on mail_outbox for each row execute function enqueue_sending();

-- Purpose: writes a mail about an order to whose order it is; the same event twice is one mail.
-- Locks: the event's unique entry. Errors: none. Called by: worker.
create function write_order_mail(p_event_key text, p_order_id uuid, p_subject text, p_body text, p_html text) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    insert into mail_outbox (event_key, order_id, recipient, subject, body, html, created_at)
    select p_event_key, o.id, c.email, p_subject, p_body, p_html, app_now() from orders o join customers c on c.id = o.customer_id where o.id = p_order_id
    on conflict (event_key) do nothing
$$;

-- Purpose: writes any other mail; the same event twice is one mail.
-- Locks: the event's unique entry. Errors: none. Called by: worker.
create function write_mail(p_event_key text, p_recipient text, p_subject text, p_body text, p_html text) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$
    insert into mail_outbox (event_key, recipient, subject, body, html, created_at)
    values (p_event_key, p_recipient, p_subject, p_body, p_html, app_now())
    on conflict (event_key) do nothing
$$;

-- Purpose: the mail server has taken a mail.
-- Locks: the mail's row. Errors: none. Called by: worker, in the transaction that finishes the job.
create function mail_was_sent(p_mail_id uuid) returns void
language sql volatile security definer
set search_path = public, pg_temp
as $$ update mail_outbox set sent_at = app_now() where id = p_mail_id and sent_at is null $$;

revoke execute on all functions in schema public from public;
grant execute on function write_order_mail(text, uuid, text, text, text), write_mail(text, text, text, text, text), mail_was_sent(uuid) to sensasiwangi_worker;
reset role;
