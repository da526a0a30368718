-- People and groups as the company's identity provider keeps them (SCIM, RFC 7643). The provider says who works here; which role a group stands for is said here, by an admin.
create table scim_users (
  staff_id uuid primary key references staff_members,
  user_name text not null check (length(user_name) between 1 and 254),
  external_id text check (length(external_id) <= 254),
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  -- The provider ended their access; only what it ended itself can it give back.
  deactivated_at timestamptz,
  deleted_at timestamptz
);
--> statement-breakpoint
create unique index scim_users_by_name on scim_users (lower(user_name)) where deleted_at is null;
--> statement-breakpoint
create table scim_groups (
  id uuid primary key default uuidv7(),
  display_name text not null check (length(display_name) between 1 and 254),
  external_id text check (length(external_id) <= 254),
  role text,
  mapped_by uuid references staff_members,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  check (role is null or mapped_by is not null)
);
--> statement-breakpoint
create unique index scim_groups_by_name on scim_groups (lower(display_name)) where deleted_at is null;
--> statement-breakpoint
create table scim_members (
  group_id uuid not null references scim_groups,
  staff_id uuid not null references staff_members,
  primary key (group_id, staff_id)
);
--> statement-breakpoint
create index scim_members_by_staff on scim_members (staff_id);
--> statement-breakpoint
-- A role that somebody has because of a group goes with the group; one that a person gave stays.
alter table staff_grants add column group_id uuid references scim_groups;
--> statement-breakpoint
-- When the identity provider last came; a provider that is silent takes nobody's access away.
create table scim_contact (
  one boolean primary key default true check (one),
  last_at timestamptz not null
);
--> statement-breakpoint
insert into key_ages (kind, days) values ('scim-token', 365);
