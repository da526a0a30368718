-- Claims that nobody filed from a contact of their own record: on paper, entered by staff, or by the number on a letter.
create table claim_intakes (
  claim_id uuid primary key references claims (id),
  way text not null check (way in ('paper', 'letter')),
  postmarked_on date,
  entered_by uuid,
  sealed_signer bytea,
  letter_handle text,
  compared boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  check (way <> 'paper' or (postmarked_on is not null and entered_by is not null and sealed_signer is not null and letter_handle is null and not compared)),
  check (way <> 'letter' or (letter_handle is not null and postmarked_on is null and entered_by is null and sealed_signer is null))
);
--> statement-breakpoint
-- What a member of staff has begun to enter.
create index claim_intakes_entered on claim_intakes (entered_by, claim_id) where entered_by is not null;
--> statement-breakpoint
-- What is known of how a claim came in is written once.
create function refuse_claim_intake_change() returns trigger language plpgsql as $$
begin
  raise exception 'how a claim came in does not change' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger claim_intakes_fixed before update or delete on claim_intakes for each row execute function refuse_claim_intake_change();
--> statement-breakpoint
-- Which claims rest on a record: whoever enters a paper looks first.
create index claims_by_subject on claims (incident_id, subject_id);
