-- Tries to sign in with a password, by the address that was typed, whether somebody here has it or not: a count that only real accounts have would tell who works here.
create table staff_sign_in_tries (
  address bytea primary key check (length(address) = 32),
  failures integer not null check (failures > 0),
  locked_until timestamptz,
  last_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
-- Serves forgetting what is older than a day.
create index staff_sign_in_tries_by_age on staff_sign_in_tries (last_at);
--> statement-breakpoint
alter table staff_members drop column failed_sign_ins;
--> statement-breakpoint
-- Whom a logout of the last minutes named, and when the provider says it was: whoever is on their way back from there begins no session.
alter table staff_logout_tokens
  add column company_session text,
  add column subject text,
  add column at timestamptz not null default clock_timestamp();
