-- 0024 desk words: what staff wrote in place of the starting texts of app/desk/words/templates.toml, and which message went to whom.
set local role sensasiwangi_owner;

create table message_templates (
    key text primary key constraint message_key_is_plain check (key ~ '^[a-z]+(_[a-z]+)*$'),
    title text constraint message_title_has_a_length check (length(title) between 1 and 60),
    body text constraint message_body_has_a_length check (length(body) between 1 and 1500),
    version integer not null default 0,
    updated_by text not null,
    updated_at timestamptz not null default now(),
    constraint an_edited_message_has_title_and_body check ((title is null) = (body is null))
);
comment on table message_templates is
    'Messages to shoppers as staff edited them. No row, or null: the starting text, which lives with the code; a version never comes back.';
select make_private('message_templates');
grant select on message_templates to sensasiwangi_desk;
create policy "the desk reads its messages" on message_templates for select to sensasiwangi_desk using (true);
create trigger audit after update or delete on message_templates for each row
    when (current_setting('role') not in ('sensasiwangi_shop', 'sensasiwangi_worker')) execute function record_audit('updated_at', 'updated_by');

-- Purpose: staff write a message in their own words; without title and body it says its starting text again. Returns the new version.
-- Locks: the message's row. Errors: SW003 empty or too long, SW021 a colleague edited it meanwhile. Called by: POST /admin/words/<key> and its /restore.
create function edit_message(p_key text, p_version integer, p_title text, p_body text) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
declare
    v_version integer;
begin
    if length(p_title) not between 1 and 60 or length(p_body) not between 1 and 1500 or (p_title is null) <> (p_body is null) then
        perform refuse('SW003', '{"limit": "message", "maximum": 1500}');
    end if;
    insert into message_templates (key, updated_by) values (p_key, current_actor()) on conflict (key) do nothing;
    update message_templates set title = p_title, body = p_body, version = version + 1, updated_by = current_actor(), updated_at = app_now()
    where key = p_key and version = p_version returning version into v_version;
    if not found then
        perform refuse('SW021', jsonb_build_object('key', p_key, 'seen', p_version));
    end if;
    return v_version;
end
$$;

-- Purpose: a line of the internal timeline that a message was opened in WhatsApp; p_title is its starting title, which an edited one goes before.
-- Locks: the order's row, shared. Errors: SW040 no such order. Called by: POST /admin/orders/<id>/messages/<key>.
create function note_message(p_order_id uuid, p_key text, p_title text) returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform from orders where id = p_order_id for key share;
    if not found then
        perform refuse('SW040', '{"what": "order"}');
    end if;
    perform note_internally(p_order_id, 'message', coalesce((select title from message_templates where key = p_key), left(p_title, 60)));
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function edit_message(text, integer, text, text), note_message(uuid, text, text) to sensasiwangi_desk;
reset role;
