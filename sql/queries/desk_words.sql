-- Messages to shoppers, as staff edited them.

-- name: edited
select m.key, m.title, m.body, m.version, coalesce(s.full_name, split_part(m.updated_by, ':', 1)) as who, m.updated_at
from message_templates m left join staff s on 'staff:' || s.id = m.updated_by;

-- name: edit
select edit_message(%(key)s, %(version)s, %(title)s, %(body)s);

-- name: note
select note_message(%(order_id)s, %(key)s, %(title)s);
