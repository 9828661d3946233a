-- Loses what staff wrote in place of the starting texts.
set local role sensasiwangi_owner;
drop function note_message(uuid, text, text);
drop function edit_message(text, integer, text, text);
drop table message_templates;
reset role;
