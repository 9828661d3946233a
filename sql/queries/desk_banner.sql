-- The banner, for who sets it.

-- name: history
select b.id, b.text, b.link, b.starts_at, b.ends_at, b.is_on, b.created_at, coalesce(s.full_name, split_part(b.actor, ':', 1)) as who,
    b.is_on and b.starts_at <= app_now() and (b.ends_at is null or b.ends_at > app_now()) as is_due, b.starts_at > app_now() as is_ahead
from banners b left join staff s on 'staff:' || s.id = b.actor
order by b.id desc limit 20;

-- name: set
select set_banner(%(version)s, %(text)s, %(link)s, %(starts_at)s, %(ends_at)s, %(is_on)s);
