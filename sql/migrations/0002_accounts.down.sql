-- Loses every account, session, saved address, consent and unsent mail.
set local role sensasiwangi_owner;
drop table mail_outbox, rate_limits, web_sessions, password_resets, consents, addresses, staff, customers;
reset role;
