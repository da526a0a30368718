-- What a budget is of, so that whoever watches how many codes a network asks for finds the networks among all budgets.
alter table use_counts add column what text not null default '';
--> statement-breakpoint
create index use_counts_of_networks on use_counts (began) where what = 'network';
--> statement-breakpoint
-- From which networks somebody signed in before.
create index staff_sessions_by_start on staff_sessions (staff_id, created_at desc);
