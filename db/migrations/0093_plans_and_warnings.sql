-- Sessions that ran out by themselves are never ended: whose are open now is found by when they would run out. A session's end in time does not change, so its last use goes on to be written in place.
drop index staff_sessions_by_member;
--> statement-breakpoint
create index staff_sessions_by_member on staff_sessions (staff_id, expires_at) where ended_at is null;
--> statement-breakpoint
-- Serves the board by kind: closed alarms of a kind that is rare lie among all the others.
create index alarms_by_state_and_kind on alarms (state, kind, id desc);
--> statement-breakpoint
-- When somebody was told that they will be suspended because they are not here: once for each time that they stay away.
alter table staff_members add column idle_warned_at timestamptz;
--> statement-breakpoint
-- When somebody was told that a role of theirs will be taken away because it is of no use.
alter table staff_grants add column unused_warned_at timestamptz;
