-- Pages for developers.

-- name: outbox
select id, recipient, subject, body, created_at, sent_at from mail_outbox order by created_at desc, id limit 100;
