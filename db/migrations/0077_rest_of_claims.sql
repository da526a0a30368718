-- Whoever was granted less than they asked for appeals against that alone: the rest is a claim of its own, which points at the one that was decided. What was granted goes its way meanwhile.
alter table claims
  -- The claim whose rest it is; null for every claim that somebody filed.
  add column rest_of uuid references claims,
  -- Who proposed the decision that stands; the same person as decided where no second one was asked for.
  add column proposed_by uuid;
--> statement-breakpoint
-- A claim is appealed against once, however often the form is sent.
create unique index claims_one_rest on claims (rest_of) where rest_of is not null;
--> statement-breakpoint
drop index claims_one_per_claimant;
--> statement-breakpoint
-- One living claim for each claimant of a programme. A rest is none of its own.
create unique index claims_one_per_claimant on claims (programme_id, claimant_key) where state <> 'withdrawn' and rest_of is null;
--> statement-breakpoint
update claims c set proposed_by = d.proposed_by from claim_decisions d where d.claim_id = c.id and d.state = 'final' and d.needs_second and d.decided_by = c.decided_by;
--> statement-breakpoint
drop trigger claims_begin on claims;
--> statement-breakpoint
-- Every claim begins as a draft. A rest begins as denied, as it was: of the same person, under the same terms, by the decision that granted the other part and can be appealed.
create or replace function refuse_claim_beginning() returns trigger language plpgsql as $$
begin
  if new.rest_of is null then
    raise exception 'a claim does not begin as %', new.state using errcode = 'check_violation', constraint = 'claim_edges';
  end if;
  if new.state <> 'denied' or not exists (
    select from claims c join claim_decisions d on d.claim_id = c.id
    where c.id = new.rest_of and c.rest_of is null and c.state in ('approved', 'in-payment', 'paid', 'returned')
      and d.state = 'final' and d.stage = 'first' and d.outcome = 'approved' and d.appeal_by is not null
      and (c.incident_id, c.programme_id, c.contact_index, c.claimant_key, c.subject_id, c.dataset_version, c.currency, c.terms_version, c.decided_by)
        = (new.incident_id, new.programme_id, new.contact_index, new.claimant_key, new.subject_id, new.dataset_version, new.currency, new.terms_version, new.decided_by)
  ) then
    raise exception 'a rest is what the first decision of a claim did not grant' using errcode = 'check_violation', constraint = 'claims_rest';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger claims_begin before insert on claims for each row when (new.state <> 'draft' or new.rest_of is not null) execute function refuse_claim_beginning();
--> statement-breakpoint
create function refuse_other_rest() returns trigger language plpgsql as $$
begin
  raise exception 'whose rest a claim is does not change' using errcode = 'check_violation', constraint = 'claims_rest';
end $$;
--> statement-breakpoint
create trigger claims_rest_kept before update of rest_of on claims for each row when (old.rest_of is distinct from new.rest_of) execute function refuse_other_rest();
--> statement-breakpoint
-- Both together come to no more than was asked for, and codes are granted once. Lost time is paid in steps that were begun, so what is granted of it may be over what its minutes come to; the terms' caps hold it.
create function refuse_more_than_remains() returns trigger language plpgsql as $$
begin
  if exists (
    select from claims r left join claim_benefits f on f.claim_id = r.rest_of and f.benefit = new.benefit
    where r.id = new.claim_id and r.rest_of is not null and (
      f.claim_id is null or f.kind <> new.kind or new.asked_minor > f.asked_minor - coalesce(f.approved_minor, 0)
      or new.kind in ('vouchers', 'monitoring') and f.approved_minor is not null
      or new.kind <> 'lost-time' and new.approved_minor > new.asked_minor)
  ) then
    raise exception 'a rest is at most what was asked for and not granted' using errcode = 'check_violation', constraint = 'claims_rest';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger claim_benefits_of_rest before insert or update of claim_id, benefit, kind, asked_minor, approved_minor on claim_benefits for each row execute function refuse_more_than_remains();
--> statement-breakpoint
-- Whether an appeal can still come: a pool is not shared, and no traces are forgotten, before its day.
create index claim_decisions_appealable on claim_decisions (incident_id, appeal_by) where state = 'final' and appeal_by is not null;
