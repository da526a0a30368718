-- Tells the planner of the rows of one wave, in the partitions that hold them and no others: those of all waves ever sent are many.
create function analyze_wave(wave uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  part regclass;
begin
  for part in
    select (select tableoid from wave_recipients r where r.wave_id = w.id and r.own = w.own limit 1) from waves w where w.id = wave
    union all select (select tableoid from deliveries d where d.wave_id = w.id and d.own = w.own limit 1) from waves w where w.id = wave
  loop
    if part is not null then execute format('analyze %s', part); end if;
  end loop;
  analyze wave_ranges;
end $$;
--> statement-breakpoint
revoke all on function analyze_wave(uuid) from public;
