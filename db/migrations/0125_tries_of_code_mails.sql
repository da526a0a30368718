-- A mail that waited may be shared by browsers without end, each with five tries of its own: its code has tries as well.
alter table code_mails add column tries_left integer not null default 100 check (tries_left >= 0);
