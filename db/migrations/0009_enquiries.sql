-- "This looks wrong", from a person with a proven contact. Their words and address are inside the envelope.
create table enquiries (
  id uuid primary key default uuidv7(),
  reference text not null unique,
  incident_id uuid not null references incidents,
  state text not null default 'open' check (state in ('open', 'answered', 'closed')),
  contact_index bytea not null,
  dataset_version integer,
  data_class text,
  locale text not null check (locale in ('ko', 'en')),
  sealed bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index enquiries_queue on enquiries (incident_id, state, created_at, id);
--> statement-breakpoint
create index enquiries_by_contact on enquiries (incident_id, contact_index);
--> statement-breakpoint
create table enquiry_replies (
  enquiry_id uuid not null references enquiries,
  number integer not null,
  staff_id uuid not null,
  sealed bytea not null,
  at timestamptz not null default clock_timestamp(),
  primary key (enquiry_id, number)
);
