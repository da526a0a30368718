-- A claim whose money came back waits for its claimant alone, and may wait for ever: its time of keeping begins with the return, as that of a claim that was paid, and ends nothing. Whoever gives another account begins it anew.
-- One for which nothing of a shared pool is left waits for nobody, and is over as well (the eighth bit).
-- After `claims_account_waits`, by name, which says who is waited for (the seventh bit of `flags`).
create or replace function note_claim_end() returns trigger language plpgsql as $$
declare over boolean := new.state in ('paid', 'denied', 'denied-final', 'withdrawn') or (new.state = 'returned' and (new.flags & 64) <> 0) or (new.state = 'approved' and (new.flags & 128) <> 0);
begin
  new.ended_at := case when not over then null when tg_op = 'UPDATE' and old.state = new.state and old.ended_at is not null then old.ended_at else clock_timestamp() end;
  return new;
end $$;
--> statement-breakpoint
drop trigger claims_end_noted on claims;
--> statement-breakpoint
create trigger claims_end_noted before update of state, flags, payout_version, approved_payout_version on claims for each row execute function note_claim_end();
--> statement-breakpoint
update claims c set ended_at = (select max(e.at) from claim_events e where e.claim_id = c.id) where (state = 'returned' and (flags & 64) <> 0) or (state = 'approved' and (flags & 128) <> 0);
