-- Every role ends by itself. Those that had no end get one half a year from this upgrade, so that it locks nobody out.
update staff_grants set expires_at = coalesce(ended_at, clock_timestamp() + interval '180 days') where expires_at is null;
--> statement-breakpoint
alter table staff_grants
  alter column expires_at set not null,
  -- What is given says its own end, by role; this is for what does not.
  alter column expires_at set default clock_timestamp() + interval '180 days',
  -- When this role last let its person through to something that not everybody may; written at most once an hour.
  add column last_used_at timestamptz,
  add column renewed_at timestamptz,
  -- Null when the operator did it.
  add column renewed_by uuid references staff_members,
  -- Somebody asked for a later end, and a second person has not approved it yet.
  add column renewal_by uuid references staff_members,
  add column renewal_until timestamptz,
  -- Who ought to know was told that it ends soon.
  add column reminded_at timestamptz,
  -- Null where a person took it away.
  add column ended_for text,
  add constraint staff_grants_ended_for_check check (ended_for is null or ended_at is not null and ended_for in ('expired', 'unused', 'revoked', 'no-answer')),
  add constraint staff_grants_renewal_check check ((renewal_by is null) = (renewal_until is null)),
  add constraint staff_grants_renewed_by_check check (renewed_by <> staff_id),
  add constraint staff_grants_renewal_by_check check (renewal_by <> staff_id);
--> statement-breakpoint
-- Nobody has written down until now what was used: the days are counted from here.
update staff_grants set last_used_at = clock_timestamp() where ended_at is null;
--> statement-breakpoint
create index staff_grants_by_end on staff_grants (expires_at) where ended_at is null;
--> statement-breakpoint
alter table staff_members
  -- From when on somebody counts as idle, where they were not here since.
  add column idle_from timestamptz not null default clock_timestamp(),
  -- Not used for too long: nobody comes in as them until somebody lets them in again.
  add column suspended_at timestamptz;
--> statement-breakpoint
alter table staff_sessions
  drop constraint staff_sessions_ended_for_check,
  add constraint staff_sessions_ended_for_check check (ended_for in ('signed-out', 'signed-out-elsewhere', 'new-set-up', 'off-boarded', 'suspended', 'company', 'idle-account', 'role-ended'));
--> statement-breakpoint
-- The role that came with this group has ended here: it does not come back by itself, and comes back where the provider takes its person out of the group and in again.
alter table scim_members add column lapsed_role text;
