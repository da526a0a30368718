-- That a reason to look is open stands among the flags of a claim, which the queue filters by.
update claims set flags = flags | 2 where risk_open;
--> statement-breakpoint
drop index claims_risk_open;
--> statement-breakpoint
alter table claims drop column risk_open;
--> statement-breakpoint
-- What comes in over any network by time, to tell what is usual of one.
create index claim_traces_networks on claim_traces (incident_id, programme_id, at, trace) where kind = 'network';
