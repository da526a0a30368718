-- Every claim begins as a draft, so that each of its states was reached by an edge.
create function refuse_claim_beginning() returns trigger language plpgsql as $$
begin
  raise exception 'a claim does not begin as %', new.state using errcode = 'check_violation', constraint = 'claim_edges';
end $$;
--> statement-breakpoint
create trigger claims_begin before insert on claims for each row when (new.state <> 'draft') execute function refuse_claim_beginning();
--> statement-breakpoint
-- What happened to a claim is added to, never changed.
create function refuse_claim_event_change() returns trigger language plpgsql as $$
begin
  raise exception 'the history of claims is append-only' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger claim_events_append_only before update or delete on claim_events for each row execute function refuse_claim_event_change();
--> statement-breakpoint
create trigger claim_events_no_truncate before truncate on claim_events for each statement execute function refuse_claim_event_change();
