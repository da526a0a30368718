alter table waves
  -- Everybody who changed the draft after it was made.
  add column edited_by uuid[] not null default '{}',
  -- Approval was asked for by this person and waits for the number of people, counted under this question. Kept in review, to see whether the number still holds.
  add column asked_by uuid,
  add column asked_at timestamptz,
  add column asked_question bytea,
  -- Why it did not come to a review, once the number was there.
  add column asked_refusal text,
  -- Who took it out of review last, and why, where another than its author did.
  add column returned_by uuid,
  add column returned_at timestamptz,
  add column returned_reason text,
  -- Two people: whoever changed it does not approve it either.
  add constraint waves_editors_do_not_approve check (approved_by is null or not approved_by = any (edited_by)),
  add constraint waves_asked_check check ((asked_by is null) = (asked_at is null) and (asked_by is null or state in ('draft', 'cancelled')));
--> statement-breakpoint
-- Drafts that wait for a number.
create index waves_asked on waves (asked_question) where asked_by is not null;
--> statement-breakpoint
-- What is in review is what was read; whatever is changed has to be read again, and a draft has no approval to show.
create function void_wave_approval() returns trigger language plpgsql as $$
begin
  if old.state = 'in-review' and new.state not in ('draft', 'cancelled') and (new.template_version_id, new.audience, new.scheduled_at, new.sender, new.expected, new.approval_hash, new.channels, new.schedule, new.pace, new.doubt_policy)
      is distinct from (old.template_version_id, old.audience, old.scheduled_at, old.sender, old.expected, old.approval_hash, old.channels, old.schedule, old.pace, old.doubt_policy) then
    raise exception 'what is in review is not changed' using errcode = 'check_violation', constraint = 'wave_is_in_review';
  end if;
  if new.state = 'draft' then
    new.approval_hash := null;
    -- The count that is awaited would be of what the draft was.
    if new.asked_by is not null and new.asked_at is not distinct from old.asked_at and (new.template_version_id, new.audience) is distinct from (old.template_version_id, old.audience) then
      new.asked_by := null;
      new.asked_at := null;
    end if;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger waves_void_approval before update on waves for each row execute function void_wave_approval();
