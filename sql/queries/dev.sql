-- Pages for developers.

-- name: outbox
select id, recipient, subject, body, html, created_at, sent_at from mail_outbox order by created_at desc, id limit 100;

-- name: mail
select id, recipient, subject, body, html, created_at, sent_at from mail_outbox where id = %(mail_id)s;
