-- The secret with which the company's sign-in knows us is a key like the others.
insert into key_ages (kind, days) values ('sign-in-secret', 365);
