-- An entry from paper is somebody's while it is a draft, in the same column in which a filed claim is: so it is set free in the same way when they cannot work on it.
update claims c set assigned_to = i.entered_by from claim_intakes i where i.claim_id = c.id and i.way = 'paper' and c.state = 'draft' and c.erased_at is null;
--> statement-breakpoint
-- Whose entries are under way: few at any time, and looked at every minute.
create index claims_entries_of_agent on claims (assigned_to, incident_id, id) where assigned_to is not null and state = 'draft';
--> statement-breakpoint
-- Who went on with an entry after whoever began it. What they typed nobody else has seen either, so none of them grants it alone.
alter table claim_intakes add column taken_over_by uuid[] not null default '{}' check (way = 'paper' or taken_over_by = '{}');
--> statement-breakpoint
-- What is known of how a claim came in is written once; whoever takes an entry over is added to those before.
create function keep_claim_intake() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and is_being_erased(old.claim_id) then return old; end if;
  if tg_op = 'UPDATE' and new.taken_over_by[:cardinality(old.taken_over_by)] = old.taken_over_by and to_jsonb(new) - 'taken_over_by' = to_jsonb(old) - 'taken_over_by' then return new; end if;
  raise exception 'how a claim came in does not change' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
drop trigger claim_intakes_fixed on claim_intakes;
--> statement-breakpoint
create trigger claim_intakes_kept before update or delete on claim_intakes for each row execute function keep_claim_intake();
