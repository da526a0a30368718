-- The table that one bank takes for many transfers: which columns, under which headings, in which letters. Several banks, several tables.
create table bank_tables (
  id uuid primary key default uuidv7(),
  name text not null check (char_length(name) between 1 and 80),
  columns jsonb not null check (jsonb_typeof(columns) = 'array' and jsonb_array_length(columns) between 1 and 40),
  has_heading boolean not null,
  encoding text not null check (encoding in ('utf-8', 'cp949')),
  -- How many characters the bank takes for what stands on a statement.
  statement_most smallint not null check (statement_most between 1 and 140),
  saved_by uuid not null,
  saved_at timestamptz not null default clock_timestamp(),
  removed_at timestamptz
);
--> statement-breakpoint
create unique index bank_tables_name on bank_tables (lower(name)) where removed_at is null;
--> statement-breakpoint
alter table payment_exports
  add column table_id uuid references bank_tables (id),
  add constraint payment_exports_format_check check (format in ('pain.001', 'kr-transfer', 'bank-table') and (format = 'bank-table') = (table_id is not null));
