-- Whoever agreed to an erasure may leave before it has begun: then somebody else has to agree. One of an incident has begun once the incident is closed for it; what is begun goes on.
create or replace function keep_erasure() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'an erasure stays on record' using errcode = 'check_violation', constraint = 'erasures_kept'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' then raise exception 'an erasure begins as a proposal' using errcode = 'check_violation', constraint = 'erasures_edges'; end if;
    return new;
  end if;
  if (new.id, new.incident_id, new.kind, new.subject_id, new.ground, new.reason, new.proposed_by, new.proposed_at) is distinct from (old.id, old.incident_id, old.kind, old.subject_id, old.ground, old.reason, old.proposed_by, old.proposed_at)
     or (old.state = 'done' and (new.number, new.decided_by, new.decided_at, new.done_at, new.record_ids, new.ref_trace, new.erased, new.backup_days) is distinct from (old.number, old.decided_by, old.decided_at, old.done_at, old.record_ids, old.ref_trace, old.erased, old.backup_days)) then
    raise exception 'an erasure stays as it was' using errcode = 'check_violation', constraint = 'erasures_kept';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('proposed', 'approved'), ('proposed', 'withdrawn'), ('approved', 'proposed'), ('approved', 'done'), ('approved', 'stopped')) then
    raise exception 'an erasure does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'erasures_edges';
  end if;
  if old.state = 'approved' and new.state = 'proposed' and new.kind = 'incident' and exists (select from incidents i where i.id = new.incident_id and i.erased_at is not null) then
    raise exception 'an erasure that has begun goes on' using errcode = 'check_violation', constraint = 'erasures_edges';
  end if;
  return new;
end $$;
--> statement-breakpoint
-- What a group stands for is somebody's word. When they leave it is nobody's: whoever has the role by it keeps it, and it gives no more until somebody says so again.
alter table scim_groups drop constraint scim_groups_check;
