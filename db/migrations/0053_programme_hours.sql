-- What was filed under a programme less what was withdrawn, and what its terms allow it, by the hour: how a programme goes is read from here, and no claim is counted. Spread over shards as the other
-- counters are.
create table programme_hours (
  programme_id uuid not null references programmes,
  hour timestamptz not null,
  shard smallint not null,
  claims bigint not null default 0,
  minor bigint not null default 0,
  primary key (programme_id, hour, shard)
);
--> statement-breakpoint
insert into programme_hours (programme_id, hour, shard, claims, minor)
select programme_id, date_trunc('hour', submitted_at, 'UTC'), 0, count(*), sum(amount_minor) from claims where submitted_at is not null and state <> 'withdrawn' group by 1, 2;
