-- What was asked for ends with its claim's wait for it, also where nobody answers it and nobody goes on without it: a claim that is taken back. Nobody closes that one.
do $$
declare name text;
begin
  select conname into strict name from pg_constraint where conrelid = 'claim_requests'::regclass and contype = 'c' and pg_get_constraintdef(oid) = 'CHECK (((closed_by IS NULL) = (closed_at IS NULL)))';
  execute format('alter table claim_requests drop constraint %I', name);
end $$;
--> statement-breakpoint
alter table claim_requests add constraint claim_requests_closed check (closed_by is null or closed_at is not null);
--> statement-breakpoint
-- Those that were left open until now.
update claim_requests r set closed_at = clock_timestamp() from claims c where c.id = r.claim_id and c.state <> 'needs-information' and r.answered_at is null and r.closed_at is null;
--> statement-breakpoint
-- And what was proposed for claims that nobody can decide any more.
update claim_decisions d set state = 'draft', outcome = null, amount_minor = null, needs_second = false, proposed_by = null, proposed_at = null, edit = edit + 1
from claims c where c.id = d.claim_id and c.state not in ('in-review', 'appealed') and d.state = 'proposed';
