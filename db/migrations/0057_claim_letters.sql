-- Letters about a claim on paper that came after it was filed: what staff then did in its claimant's name rests on one.
create table claim_letters (
  claim_id uuid not null references claim_intakes (claim_id),
  number smallint not null,
  kind text not null check (kind in ('answer', 'appeal', 'withdrawal', 'account')),
  postmarked_on date not null,
  entered_by uuid not null,
  entered_at timestamptz not null default clock_timestamp(),
  primary key (claim_id, number)
);
--> statement-breakpoint
create trigger claim_letters_fixed before update or delete on claim_letters for each row execute function refuse_claim_intake_change();
