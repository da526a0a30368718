create table datasets (
  incident_id uuid not null references incidents,
  version integer not null check (version > 0),
  state text not null default 'draft' check (state in ('importing', 'draft', 'published', 'withdrawn', 'dropped')),
  mode text not null check (mode in ('replace', 'add', 'amend')),
  as_of timestamptz not null,
  source_hash bytea not null,
  -- The version that was published when this one was made and counted; another one by now means that it must be made anew.
  base_version integer,
  people bigint not null default 0,
  added bigint not null default 0,
  removed bigint not null default 0,
  changed bigint not null default 0,
  -- Set by the importer who typed the number of people a replacement removes, when it is more than 1 %.
  removal_confirmed boolean not null default false,
  imported_by uuid,
  published_by uuid,
  created_at timestamptz not null default now(),
  published_at timestamptz,
  withdrawn_at timestamptz,
  primary key (incident_id, version),
  -- Two people for a dataset.
  check (published_by is null or imported_by is null or published_by <> imported_by),
  check ((state = 'published') <= (published_at is not null))
);
--> statement-breakpoint
create unique index datasets_one_draft on datasets (incident_id) where state in ('importing', 'draft');
--> statement-breakpoint
-- One row per person and span of versions in which nothing about them changed. Partitioned by incident; the importer makes the partition.
create table subjects (
  incident_id uuid not null,
  subject_id bigint not null,
  from_version integer not null,
  to_version integer not null default 2147483647,
  record_id uuid not null,
  ref_index bytea not null,
  kind text not null check (kind in ('account-holder', 'third-party')),
  locale text not null,
  country text not null,
  time_zone text not null,
  confirmed bigint not null,
  possible bigint not null,
  cleared bigint not null,
  content_mac bytea not null,
  -- One envelope of contacts as imported, masked hints and counts; null once the person is erased.
  sealed bytea,
  primary key (incident_id, subject_id, from_version),
  check (to_version > from_version),
  check (confirmed & possible = 0 and confirmed & cleared = 0 and possible & cleared = 0)
) partition by list (incident_id);
--> statement-breakpoint
-- The same person in a later version is found by reference alone.
create index subjects_by_ref on subjects (incident_id, ref_index);
--> statement-breakpoint
create table contact_points (
  incident_id uuid not null,
  kind text not null check (kind in ('email', 'phone')),
  contact_index bytea not null,
  subject_id bigint not null,
  from_version integer not null,
  to_version integer not null default 2147483647,
  primary key (incident_id, contact_index, subject_id, from_version),
  check (to_version > from_version)
) partition by list (incident_id);
--> statement-breakpoint
-- Who named whom: an account holder's address list holds a third party.
create table subject_links (
  incident_id uuid not null,
  account_subject_id bigint not null,
  third_party_subject_id bigint not null,
  from_version integer not null,
  to_version integer not null default 2147483647,
  primary key (incident_id, account_subject_id, third_party_subject_id, from_version),
  check (to_version > from_version)
) partition by list (incident_id);
--> statement-breakpoint
-- People per combination, per version: every live count is a sum over these few rows.
create table dataset_cells (
  incident_id uuid not null,
  version integer not null,
  kind text not null,
  locale text not null,
  country text not null,
  confirmed bigint not null,
  possible bigint not null,
  cleared bigint not null,
  people bigint not null,
  primary key (incident_id, version, kind, locale, country, confirmed, possible, cleared),
  foreign key (incident_id, version) references datasets on delete cascade
);
--> statement-breakpoint
-- A file uploaded through the console, before and while it is imported. Its hash is there once it has come whole.
create table import_uploads (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  file_name text not null,
  bytes bigint not null default 0,
  hash bytea,
  uploaded_by uuid,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
-- One run over one file. What is loaded and how far commits together, so a killed import goes on where it stopped.
create table imports (
  id uuid primary key default uuidv7(),
  -- Names the run's staging tables.
  serial integer not null generated always as identity unique,
  incident_id uuid not null,
  version integer not null,
  state text not null default 'loading' check (state in ('loading', 'merging', 'done', 'failed')),
  file_name text not null,
  mapping jsonb not null,
  line_done bigint not null default 0,
  accepted bigint not null default 0,
  rejected bigint not null default 0,
  bytes_done bigint not null default 0,
  bytes_total bigint not null,
  -- Null for a file that lies on the operator's machine.
  upload_id uuid unique references import_uploads on delete set null,
  error text,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  foreign key (incident_id, version) references datasets
);
--> statement-breakpoint
create index imports_by_dataset on imports (incident_id, version);
--> statement-breakpoint
create table import_rejects (
  import_id uuid not null references imports,
  number bigint not null generated always as identity,
  line bigint not null,
  column_name text,
  code text not null,
  preview text not null,
  primary key (import_id, number)
);
--> statement-breakpoint
-- The uploaded bytes, sealed piece by piece, so that any worker can import them. They go when the import is over.
create table import_pieces (
  upload_id uuid not null references import_uploads on delete cascade,
  number integer not null,
  sealed bytea not null,
  primary key (upload_id, number)
);
