create table facts (
  id uuid primary key default uuidv7(),
  incident_id uuid not null references incidents,
  -- Pages, wordings and checks ask for a fact by this name.
  name text not null check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 60),
  kind text not null check (kind in ('count', 'date', 'period', 'money', 'text')),
  created_by uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (incident_id, name)
);
--> statement-breakpoint
-- All that was ever proposed. What is said now is the approved value with the highest number; the ones before it are what was said until then.
create table fact_values (
  fact_id uuid not null references facts,
  number integer not null check (number > 0),
  label jsonb not null,
  value jsonb not null,
  status text not null check (status in ('claimed', 'confirmed', 'disputed')),
  source jsonb not null,
  as_of timestamptz not null,
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'returned', 'withdrawn')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  reason text,
  primary key (fact_id, number),
  check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  -- Two people: whoever proposed a value neither approves nor returns it, and nobody else withdraws it.
  check (state = 'proposed' or (state = 'withdrawn') = (decided_by = proposed_by)),
  check ((state = 'returned') = (reason is not null))
);
--> statement-breakpoint
create unique index fact_values_one_open on fact_values (fact_id) where state = 'proposed';
--> statement-breakpoint
-- What was read is what is approved, and what was approved stays what was said then: the public log of changes rests on it.
create function refuse_fact_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'fact_values' then
    if old.state = 'proposed' and
       (new.fact_id, new.number, new.label, new.value, new.status, new.source, new.as_of, new.proposed_by, new.proposed_at)
       is not distinct from
       (old.fact_id, old.number, old.label, old.value, old.status, old.source, old.as_of, old.proposed_by, old.proposed_at)
    then return new; end if;
  end if;
  raise exception 'what the ledger of facts holds is never changed' using errcode = 'check_violation', constraint = 'facts_are_immutable';
end $$;
--> statement-breakpoint
create trigger facts_immutable before update or delete on facts for each row execute function refuse_fact_change();
--> statement-breakpoint
create trigger fact_values_immutable before update or delete on fact_values for each row execute function refuse_fact_change();
--> statement-breakpoint
-- Facts stood in the words of the incident's page until now. Those that are published become texts of the ledger, named by their English name, with the people
-- who wrote and published them; the revisions keep their copy as a record.
with published as (
  select r.incident_id, r.edited_by, r.published_by, r.published_at, i.created_by, f.fact, f.place,
         coalesce(nullif(trim(both '-' from left(trim(both '-' from regexp_replace(lower(f.fact #>> '{name,en}'), '[^a-z0-9]+', '-', 'g')), 50)), ''), 'fact') as slug
  from incidents i
  join incident_revisions r on r.incident_id = i.id and r.number = i.published_revision
  cross join lateral jsonb_array_elements(r.content -> 'facts') with ordinality as f (fact, place)
  where jsonb_typeof(r.content -> 'facts') = 'array'
), named as (
  select *, case when row_number() over (partition by incident_id, slug order by place) = 1 then slug else slug || '-' || place end as name,
         coalesce(edited_by[1], nullif(created_by, published_by), '00000000-0000-0000-0000-000000000000'::uuid) as author
  from published
), created as (
  insert into facts (incident_id, name, kind, created_by)
  select incident_id, name, 'text', author from named order by incident_id, place
  returning id, incident_id, name
)
insert into fact_values (fact_id, number, label, value, status, source, as_of, state, proposed_by, proposed_at, decided_by, decided_at)
select c.id, 1, n.fact -> 'name', jsonb_build_object('kind', 'text', 'text', n.fact -> 'value'), n.fact ->> 'status', n.fact -> 'source', (n.fact ->> 'asOf')::timestamptz,
       'approved', n.author, n.published_at, n.published_by, n.published_at
from created c join named n using (incident_id, name);
