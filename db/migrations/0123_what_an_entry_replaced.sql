-- The draft that gave way to an entry from paper. Its contact is kept until the form is filed or the entry dropped: whoever began it is told where nothing comes of the form.
-- No foreign key: an incident is erased in chunks, and neither of the two waits for the other.
alter table claim_intakes add column replaces uuid;
