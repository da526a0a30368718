create table incidents (
  id uuid primary key default uuidv7(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  -- The dataset version every reader sees; null until one is published. Publishing and taking back are one small update of this row.
  published_version integer,
  -- The revision of the texts that the public sees; null until one is published.
  published_revision integer,
  created_by uuid,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
-- Bit → data class, fixed for the life of the incident because subjects' bitmaps are written with it.
create table incident_data_classes (
  incident_id uuid not null references incidents,
  bit smallint not null check (bit between 0 and 62),
  slug text not null,
  primary key (incident_id, bit),
  unique (incident_id, slug)
);
--> statement-breakpoint
create table incident_revisions (
  incident_id uuid not null references incidents,
  number integer not null check (number > 0),
  state text not null default 'draft' check (state in ('draft', 'in-review', 'published', 'withdrawn')),
  -- Counts edits of the draft: a save names the one it read, so a second editor gets a conflict instead of a lost paragraph.
  edit integer not null default 1,
  content jsonb not null,
  edited_by uuid[] not null default '{}',
  published_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  published_at timestamptz,
  primary key (incident_id, number),
  -- Two people: whoever wrote it does not publish it.
  check (published_by is null or not published_by = any (edited_by)),
  check ((state = 'published') <= (published_by is not null and published_at is not null))
);
--> statement-breakpoint
create unique index incident_revisions_one_open on incident_revisions (incident_id) where state in ('draft', 'in-review');
