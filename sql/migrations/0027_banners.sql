-- 0027 banners: the one line that an admin shows at the top of the shop's pages for a while.
set local role sensasiwangi_owner;

create table banners (
    id integer primary key constraint banners_are_numbered_from_one check (id > 0),
    text text not null constraint banner_text_has_a_length check (length(text) between 1 and 120),
    link text not null default '' constraint banner_link_stays_in_the_shop check (link ~ '^(/([^/\\].*)?)?$' and length(link) <= 300),
    starts_at timestamptz not null,
    ends_at timestamptz,
    is_on boolean not null,
    actor text not null,
    created_at timestamptz not null default now(),
    constraint a_banner_ends_after_it_starts check (ends_at > starts_at)
);
comment on table banners is 'Every banner there ever was, append-only: the one with the highest id counts, and its id is the version that a form carries.';
select make_private('banners');
grant select on banners to sensasiwangi_desk;
create policy "the desk reads the banners" on banners for select to sensasiwangi_desk using (true);
create trigger audit after insert or update or delete on banners for each row execute function record_audit('actor', 'created_at');
create trigger banners_are_append_only before update or delete or truncate on banners for each statement execute function refuse_rewriting_history();

-- Purpose: the banner that the shop's pages show now; no row when there is none.
-- Locks: none. Errors: none. Called by: app/banner.py.
create function shown_banner() returns table (id integer, text text, link text)
language sql stable security definer
set search_path = public, pg_temp
as $$
    select b.id, b.text, b.link from (select * from banners order by id desc limit 1) b
    where b.is_on and b.starts_at <= app_now() and (b.ends_at is null or b.ends_at > app_now())
$$;

-- Purpose: an admin writes the banner anew, over the version that was seen (0: there was none). Returns its version.
-- Locks: the new version's entry. Errors: SW003 empty, too long, or an end before its start, SW021 a colleague wrote one meanwhile, SW041 not an admin.
-- Called by: POST /admin/banner.
create function set_banner(p_version integer, p_text text, p_link text, p_starts_at timestamptz, p_ends_at timestamptz, p_is_on boolean) returns integer
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
    perform require_admin();
    if length(coalesce(p_text, '')) not between 1 and 120 or p_ends_at <= p_starts_at then
        perform refuse('SW003', '{"limit": "banner", "maximum": 120}');
    end if;
    insert into banners (id, text, link, starts_at, ends_at, is_on, actor, created_at)
    select p_version + 1, p_text, p_link, p_starts_at, p_ends_at, p_is_on, current_actor(), app_now()
    where p_version = (select coalesce(max(id), 0) from banners)
    on conflict (id) do nothing;
    if not found then
        perform refuse('SW021', jsonb_build_object('banner', true, 'seen', p_version));
    end if;
    return p_version + 1;
end
$$;

revoke execute on all functions in schema public from public;
grant execute on function shown_banner() to sensasiwangi_shop;
grant execute on function set_banner(integer, text, text, timestamptz, timestamptz, boolean) to sensasiwangi_desk;
reset role;
