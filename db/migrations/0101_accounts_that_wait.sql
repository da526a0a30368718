-- Which approved claims, and which whose money came back, wait for somebody to accept their account, and which for another account: the sixth and the seventh bit of `flags` (`claimFlags` in db/values/claim-facets.ts).
-- Kept by the database, so that no act that moves a claim, or gives or accepts an account, can forget it.
create function mark_waiting_account() returns trigger language plpgsql as $$
begin
  new.flags := (new.flags & ~96) | case
    when new.payout_version = 0 or new.state not in ('approved', 'returned') then 0
    when new.approved_payout_version is distinct from new.payout_version then 32
    when new.state = 'returned' then 64
    else 0 end;
  return new;
end $$;
--> statement-breakpoint
create trigger claims_account_waits before insert or update of state, payout_version, approved_payout_version on claims for each row execute function mark_waiting_account();
--> statement-breakpoint
update claims set flags = flags | case when approved_payout_version is distinct from payout_version then 32 else 64 end
where state in ('approved', 'returned') and payout_version > 0 and (state = 'returned' or approved_payout_version is distinct from payout_version);
