-- What the program found when it last looked after a wave: whether its people and messages still add up, and whether it moves.
create table wave_watches (
  wave_id uuid primary key references waves,
  -- Messages whose outcome was known, and since when that number has stood still.
  settled bigint not null,
  moved_at timestamptz not null default clock_timestamp(),
  -- The range whose rows were counted last; each look counts one.
  checked_range integer not null,
  broken boolean not null default false,
  stalled boolean not null default false,
  checked_at timestamptz not null default clock_timestamp()
);
