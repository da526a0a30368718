-- Whether anything may leave, and whether this database is the one it was: one row, read before every batch and every mail.
create table installation (
  one boolean primary key default true check (one),
  -- Until an admin takes it live, only guests and staff are written to.
  mode text not null default 'trial' check (mode in ('trial', 'live')),
  mode_by uuid,
  mode_at timestamptz not null default clock_timestamp(),
  -- `unconfirmed`: it may be a restored copy, and nothing leaves until a person has said which one is real. `copy`: they said that this is not.
  standing text not null default 'confirmed' check (standing in ('confirmed', 'unconfirmed', 'copy')),
  standing_by uuid,
  standing_at timestamptz not null default clock_timestamp(),
  -- Names what machines remember of this database; made when a worker first sees it.
  id uuid,
  fingerprint jsonb,
  -- The surroundings a worker found when it last looked, while they are not those of the fingerprint.
  seen jsonb,
  differences text[] not null default '{}',
  -- Counts up each minute, in the database and in a file of each machine: a database that is behind the file was put back.
  counter bigint not null default 0,
  check (mode = 'trial' or standing <> 'copy')
);

-- An installation from before there was a trial has written to people already.
insert into installation (mode) select case when exists (select 1 from correspondence_mails where state = 'accepted') then 'live' else 'trial' end;

-- Who is written to in trial mode besides staff.
create table installation_guests (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('email', 'phone')),
  -- Under the installation's own index key.
  contact_index bytea not null unique,
  sealed bytea not null,
  label text not null,
  added_by uuid,
  added_at timestamptz not null default clock_timestamp()
);

-- `withheld`: its address is no guest's, and it is gone. `held`: it waits for a person to say which installation is the real one.
alter table correspondence_mails drop constraint correspondence_mails_state_check;
alter table correspondence_mails add constraint correspondence_mails_state_check
  check (state in ('pending', 'handing-over', 'accepted', 'rejected', 'in-doubt', 'expired', 'withheld', 'held'));
create index correspondence_mails_kept_back on correspondence_mails (state, purpose) where state in ('withheld', 'held');
