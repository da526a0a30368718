-- Who a member of staff is at the company's identity provider: the pair that never changes there, and not an address, which may be somebody else's next year.
create table staff_identities (
  issuer text not null check (length(issuer) <= 2048),
  subject text not null check (length(subject) between 1 and 255),
  staff_id uuid not null references staff_members,
  linked_at timestamptz not null default clock_timestamp(),
  primary key (issuer, subject),
  unique (staff_id, issuer)
);
--> statement-breakpoint
alter table staff_sessions
  add column method text not null default 'code' check (method in ('code', 'company')),
  -- Shown by a passkey, or by what counts as one at the identity provider.
  add column strong boolean not null default false,
  -- What the identity provider said: its own session, how it looked, and when.
  add column issuer text check (length(issuer) <= 2048),
  add column company_session text check (length(company_session) <= 255),
  add column acr text check (length(acr) <= 255),
  add column amr text[],
  add column auth_time timestamptz,
  add check (issuer is null or method = 'company'),
  drop constraint staff_sessions_ended_for_check,
  add constraint staff_sessions_ended_for_check check (ended_for in ('signed-out', 'signed-out-elsewhere', 'new-set-up', 'off-boarded', 'suspended', 'company'));
--> statement-breakpoint
-- Finds what a logout at the identity provider ends.
create index staff_sessions_by_company on staff_sessions (issuer, company_session) where ended_at is null and company_session is not null;
--> statement-breakpoint
-- Logout tokens that were taken, for as long as they could be brought again.
create table staff_logout_tokens (
  issuer text not null,
  jti text not null check (length(jti) <= 255),
  expires_at timestamptz not null,
  primary key (issuer, jti)
);
