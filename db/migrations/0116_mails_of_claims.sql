-- Which claim a mail is about: one that the relay refuses is gone with its address, and is seen nowhere but on the claim.
alter table correspondence_mails add column claim_id uuid;
--> statement-breakpoint
create index correspondence_mails_of_claim on correspondence_mails (claim_id) where claim_id is not null;
