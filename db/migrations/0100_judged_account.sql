-- Which account of the claim a sheet judges, by its number; 0 where there is none, and of sheets from before it was kept: one of these that waits is judged again before it grants anything.
alter table claim_decisions add column payout_version integer not null default 0;
