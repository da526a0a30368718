-- By what number the server knows a login of a person to the database: it keeps it when it is renamed, and another one that is made under its name has another.
alter table key_register add column login bigint check ((login is not null) <= (kind = 'database-login'));
