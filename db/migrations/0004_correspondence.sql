-- Single mails to one person outside waves: codes, claim and enquiry letters, tests to oneself. Address and text exist only inside the envelope,
-- which is dropped once the relay has the mail.
create table correspondence_mails (
  id uuid primary key default uuidv7(),
  incident_id uuid,
  purpose text not null,
  state text not null default 'pending' check (state in ('pending', 'handing-over', 'accepted', 'rejected', 'in-doubt', 'expired')),
  sealed bytea,
  attempts integer not null default 0,
  relay_reply text,
  not_after timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz
);
