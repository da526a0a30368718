-- Nobody gives another account for a claim whose claimant was erased, and nobody can accept one that is gone: it waits for neither (the sixth and the seventh bit of `flags`).
create or replace function mark_waiting_account() returns trigger language plpgsql as $$
begin
  new.flags := (new.flags & ~96) | case
    when new.payout_version = 0 or new.state not in ('approved', 'returned') or new.erased_at is not null or new.sealed_payout is null then 0
    when new.approved_payout_version is distinct from new.payout_version then 32
    when new.state = 'returned' then 64
    else 0 end;
  return new;
end $$;
--> statement-breakpoint
-- Over it is all the same.
create or replace function note_claim_end() returns trigger language plpgsql as $$
declare over boolean := new.state in ('paid', 'denied', 'denied-final', 'withdrawn') or (new.state = 'returned' and ((new.flags & 64) <> 0 or new.erased_at is not null or new.sealed_payout is null)) or (new.state = 'approved' and (new.flags & 128) <> 0);
begin
  new.ended_at := case when not over then null when tg_op = 'UPDATE' and old.state = new.state and old.ended_at is not null then old.ended_at else clock_timestamp() end;
  return new;
end $$;
--> statement-breakpoint
drop trigger claims_account_waits on claims;
--> statement-breakpoint
create trigger claims_account_waits before insert or update of state, payout_version, approved_payout_version, sealed_payout, erased_at on claims for each row execute function mark_waiting_account();
--> statement-breakpoint
update claims set flags = flags & ~96 where (flags & 96) <> 0 and (erased_at is not null or sealed_payout is null);
