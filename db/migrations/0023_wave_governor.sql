-- From when on a wave's rejections, bounces and complaints are judged: from its first message, and anew after a person let it go on.
alter table waves add column judged_from timestamptz;
--> statement-breakpoint
-- How quickly lookups were answered of late, by each web process: waves go slower when the portal they point at is busy.
create table lookup_latencies (
  process uuid primary key,
  at timestamptz not null,
  lookups integer not null,
  p95_ms double precision not null
);
--> statement-breakpoint
-- The moment may be given, so that a day on which the clocks change can be tried.
drop function in_quiet_hours(text, jsonb);
--> statement-breakpoint
drop function quiet_hours_end(text, jsonb);
--> statement-breakpoint
create function in_quiet_hours(zone text, quiet jsonb, at timestamptz default clock_timestamp()) returns boolean language sql stable as $$
  select coalesce(case when starts <= ends then here >= starts and here < ends else here >= starts or here < ends end, false)
  from (select (at at time zone zone)::time as here, (quiet ->> 'from')::time as starts, (quiet ->> 'to')::time as ends) q
$$;
--> statement-breakpoint
create function quiet_hours_end(zone text, quiet jsonb, at timestamptz default clock_timestamp()) returns timestamptz language sql stable as $$
  select (case when here::time < ends then here::date else here::date + 1 end + ends) at time zone zone
  from (select at at time zone zone as here, (quiet ->> 'to')::time as ends) q
$$;
