-- Nobody gives themselves a role, also not by a group of the identity provider of which they said what it stands for, and into which they came later. What somebody has in that way nobody gave them: it ends here, and stays on record.
update staff_grants set ended_at = clock_timestamp() where granted_by = staff_id and ended_at is null;
--> statement-breakpoint
alter table staff_grants add constraint staff_grants_granted_by_check check (granted_by <> staff_id or ended_at is not null);
