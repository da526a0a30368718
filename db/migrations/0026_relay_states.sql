-- How each worker process finds each relay, written anew every few seconds for the console.
create table relay_states (
  process text not null,
  relay text not null,
  -- Place in the list of relays.
  place integer not null,
  lanes text[] not null,
  phase text not null check (phase in ('closed', 'open', 'half-open')),
  reason text check (reason in ('connection', 'busy', 'refused', 'slow')),
  -- The relay's own, without an address.
  words text not null,
  rests_until timestamptz,
  in_flight integer not null,
  -- What a hand-over takes, on a moving average.
  mean_ms double precision not null,
  -- Since the process started.
  accepted bigint not null,
  failed bigint not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (process, relay)
) with (fillfactor = 50);
