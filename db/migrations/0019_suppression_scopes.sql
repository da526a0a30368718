-- An address may be dead for everything and unsubscribed from updates at once; taking one back leaves the other.
alter table suppressions
  add column scope text check (scope in ('everything', 'updates')),
  drop constraint suppressions_reason_check,
  add constraint suppressions_reason_check check (reason in ('bounced', 'complained', 'unsubscribed', 'asked'));
--> statement-breakpoint
update suppressions set scope = case reason when 'complained' then 'updates' else 'everything' end;
--> statement-breakpoint
alter table suppressions
  alter column scope set not null,
  drop constraint suppressions_pkey,
  add primary key (contact_index, scope);
--> statement-breakpoint
-- How many addresses are suppressed, counted where they are entered and taken back. A wave's bounces come many at once, so each figure is kept in a few shards.
create table suppression_counts (
  scope text not null check (scope in ('everything', 'updates')),
  reason text not null check (reason in ('bounced', 'complained', 'unsubscribed', 'asked')),
  shard smallint not null,
  addresses bigint not null check (addresses >= 0),
  primary key (scope, reason, shard)
) with (fillfactor = 50);
--> statement-breakpoint
insert into suppression_counts (scope, reason, shard, addresses) select scope, reason, get_byte(contact_index, 0) % 16, count(*) from suppressions group by 1, 2, 3;
