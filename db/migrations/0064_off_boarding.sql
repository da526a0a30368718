-- What somebody whose access ended had approved, and nobody has carried out yet, does not count any more.
alter table waves
  drop constraint waves_paused_reason_check,
  add constraint waves_paused_reason_check check (paused_reason in ('person', 'dataset-changed', 'count-differs', 'rejections', 'bounces', 'complaints', 'approver-left'));
--> statement-breakpoint
create or replace function refuse_wave_change() returns trigger language plpgsql as $$
begin
  if old.state in ('finished', 'cancelled') and new.state <> old.state then
    raise exception 'a wave that has ended does not go on' using errcode = 'check_violation', constraint = 'wave_has_ended';
  end if;
  if old.approved_by is not null and (new.template_version_id, new.audience, new.scheduled_at, new.sender, new.expected, new.approval_hash, new.approved_by, new.channels, new.schedule, new.doubt_policy)
      is distinct from (old.template_version_id, old.audience, old.scheduled_at, old.sender, old.expected, old.approval_hash, old.approved_by, old.channels, old.schedule, old.doubt_policy)
    -- An approval is taken back whole, before anything was taken or sent.
    and not (old.state in ('approved', 'scheduled') and new.state = 'in-review' and new.approved_by is null
      and (new.template_version_id, new.audience, new.scheduled_at, new.sender, new.expected, new.approval_hash, new.channels, new.schedule, new.doubt_policy)
        is not distinct from (old.template_version_id, old.audience, old.scheduled_at, old.sender, old.expected, old.approval_hash, old.channels, old.schedule, old.doubt_policy)) then
    raise exception 'what was approved is what is sent' using errcode = 'check_violation', constraint = 'wave_is_approved';
  end if;
  return new;
end $$;
--> statement-breakpoint
-- A released batch of which no file was taken out waits for another person to release it again.
alter table payment_batches add column held_at timestamptz check (held_at is null or (state = 'released' and exported_at is null));
--> statement-breakpoint
create or replace function refuse_batch_edge() returns trigger language plpgsql as $$
begin
  if (new.incident_id, new.programme_id, new.number, new.currency, new.created_by) is distinct from (old.incident_id, old.programme_id, old.number, old.currency, old.created_by)
     or (old.released_by is not null and new.released_by is distinct from old.released_by and not (old.held_at is not null and new.held_at is null and new.released_by is not null)) then
    raise exception 'who collected and released a batch, and of what, does not change' using errcode = 'check_violation', constraint = 'payment_batches_edges';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('draft', 'released'), ('draft', 'cancelled'), ('released', 'settled')) then
    raise exception 'a batch does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'payment_batches_edges';
  end if;
  return new;
end $$;
--> statement-breakpoint
-- Whoever releases it again is a third person, too.
create function refuse_own_release() returns trigger language plpgsql as $$
begin
  if exists (select from payments p where p.batch_id = new.id and p.state <> 'cancelled' and has_decided(p, new.released_by)) then
    raise exception 'who decided a claim does not pay it' using errcode = 'check_violation', constraint = 'payments_three_people';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger payment_batches_three_people before update on payment_batches for each row when (old.held_at is not null and new.held_at is null) execute function refuse_own_release();
