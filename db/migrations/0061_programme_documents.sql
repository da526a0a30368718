-- PDFs that go with the terms of a programme. A version names them by hash in its terms, which do not change once they are published; here the bytes do not change either.
create table programme_documents (
  programme_id uuid not null references programmes,
  sha256 bytea not null,
  size integer not null check (size between 1 and 5000000),
  state text not null default 'waiting' check (state in ('waiting', 'accepted', 'refused')),
  defect text,
  bytes bytea,
  created_at timestamptz not null default clock_timestamp(),
  primary key (programme_id, sha256),
  check ((state = 'refused') = (defect is not null) and (state = 'refused') = (bytes is null)),
  check (bytes is null or (sha256 = sha256(bytes) and size = length(bytes)))
);
--> statement-breakpoint
-- They are packed already.
alter table programme_documents alter column bytes set storage external;
--> statement-breakpoint
create function names_document(terms jsonb, hash bytea) returns boolean language sql immutable as $$
  select coalesce(terms -> 'documents', '[]') @> jsonb_build_array(jsonb_build_object('sha256', encode(hash, 'hex')))
$$;
--> statement-breakpoint
create function keep_programme_document() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.state <> 'waiting' or exists (select from programme_versions v where v.programme_id = old.programme_id and names_document(v.terms, old.sha256)) then
    raise exception 'a document that was judged does not change, and one that a version names does not go' using errcode = 'check_violation', constraint = 'programme_documents_kept';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger programme_documents_kept before update or delete on programme_documents for each row execute function keep_programme_document();
--> statement-breakpoint
create function require_programme_documents() returns trigger language plpgsql as $$
begin
  if exists (
    select from jsonb_array_elements(coalesce(new.terms -> 'documents', '[]')) named
    where not exists (
      select from programme_documents d
      where d.programme_id = new.programme_id and d.state = 'accepted' and encode(d.sha256, 'hex') = named ->> 'sha256' and d.size = (named ->> 'size')::integer)
  ) then
    raise exception 'terms name a document that is not there' using errcode = 'check_violation', constraint = 'programme_versions_documents';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger programme_versions_documents before insert or update of terms on programme_versions for each row execute function require_programme_documents();
