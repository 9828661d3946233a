-- Pages for developers.

-- name: outbox
select id, event_key, recipient, subject, body, html, created_at, sent_at from mail_outbox order by created_at desc, id limit 100;
