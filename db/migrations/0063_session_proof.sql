-- A session ends by itself after half an hour without use and twelve hours in all; it says where it began, and when its person last proved who they are.
alter table staff_sessions
  -- Written at most once a minute.
  add column last_seen_at timestamptz not null default clock_timestamp(),
  add column proven_at timestamptz not null default clock_timestamp(),
  -- Browser and system in a few words, and the network without its last part (IPv4 /24, IPv6 /56): enough to tell one's own from a stranger's.
  add column device text not null default '' check (length(device) <= 80),
  add column network text check (length(network) <= 64),
  add column ended_for text check (ended_for in ('signed-out', 'signed-out-elsewhere', 'new-set-up', 'off-boarded'));
--> statement-breakpoint
update staff_sessions s set last_seen_at = s.created_at, proven_at = s.created_at,
  ended_for = case when s.ended_at is null then null when exists (select from staff_members m where m.id = s.staff_id and m.disabled_at is not null) then 'off-boarded' else 'signed-out' end;
--> statement-breakpoint
alter table staff_sessions add check ((ended_at is null) = (ended_for is null));
