-- Further people for a day, which somebody asks for and another person grants. What was granted ends with the day.
create table reveal_requests (
  id uuid primary key default uuidv7(),
  staff_id uuid not null,
  day date not null,
  people integer not null check (people > 0),
  reason text not null check (length(reason) between 10 and 1000),
  state text not null default 'asked' check (state in ('asked', 'granted', 'declined', 'ended')),
  asked_at timestamptz not null default clock_timestamp(),
  decided_by uuid,
  decided_at timestamptz,
  declined_for text check (length(declined_for) between 10 and 1000),
  -- Nobody lets themself see more.
  check (decided_by <> staff_id),
  check ((state in ('granted', 'declined')) <= (decided_by is not null)),
  check ((state = 'asked') <= (decided_by is null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((state = 'declined') <= (declined_for is not null))
);
--> statement-breakpoint
-- One at a time waits.
create unique index reveal_requests_waiting on reveal_requests (staff_id, day) where state = 'asked';
--> statement-breakpoint
-- A day's requests, and what of it one person was granted.
create index reveal_requests_of_day on reveal_requests (day, staff_id, id);
