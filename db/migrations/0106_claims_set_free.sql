-- What the rule gives to somebody: every open claim that nobody has, and not the filed ones alone.
drop index claims_unassigned;
--> statement-breakpoint
create index claims_unassigned on claims (incident_id, submitted_at, id) where assigned_to is null and state in ('submitted', 'in-review', 'needs-information', 'appealed');
--> statement-breakpoint
-- What somebody works on: to set it free when they cannot any more, without reading what they have settled.
create index claims_open_of_agent on claims (assigned_to, incident_id, id) where assigned_to is not null and state in ('submitted', 'in-review', 'needs-information', 'appealed');
