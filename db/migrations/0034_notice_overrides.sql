-- An approver passed over what the check found in a wording, and why. It holds for the words of one save; `finding` is the hash of what was found and, where that depends on it, of whom the words were held for.
create table notice_overrides (
  id uuid primary key default uuidv7(),
  version_id uuid not null references notice_template_versions,
  edit integer not null,
  finding bytea not null check (octet_length(finding) = 32),
  rule text not null,
  locale text not null,
  about text not null,
  reason text not null check (length(reason) between 10 and 2000),
  overridden_by uuid not null,
  overridden_at timestamptz not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  check ((withdrawn_by is null) = (withdrawn_at is null))
);
--> statement-breakpoint
create unique index notice_overrides_standing on notice_overrides (version_id, edit, finding) where withdrawn_at is null;
--> statement-breakpoint
create function guard_notice_override() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    -- Two people: whoever wrote it does not pass over what is wrong with it.
    if exists (select 1 from notice_template_versions v where v.id = new.version_id and new.overridden_by = any (v.edited_by)) then
      raise exception 'whoever wrote a wording overrides no finding of it' using errcode = 'check_violation', constraint = 'override_by_second_person';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' then
    if old.withdrawn_at is null and
       (new.id, new.version_id, new.edit, new.finding, new.rule, new.locale, new.about, new.reason, new.overridden_by, new.overridden_at)
       is not distinct from
       (old.id, old.version_id, old.edit, old.finding, old.rule, old.locale, old.about, old.reason, old.overridden_by, old.overridden_at)
    then return new; end if;
  end if;
  raise exception 'an override is withdrawn, never changed' using errcode = 'check_violation', constraint = 'override_is_immutable';
end $$;
--> statement-breakpoint
create trigger notice_overrides_guarded before insert or update or delete on notice_overrides for each row execute function guard_notice_override();
--> statement-breakpoint
-- A count of an audience says what leaked of it, too. Numbers alone are counted anew when somebody asks.
alter table audience_counts
  add column confirmed bigint,
  add column possible bigint,
  add column locales text[],
  add column countries text[];
--> statement-breakpoint
delete from audience_counts where people is not null;
--> statement-breakpoint
alter table audience_counts add check ((people is null) = (confirmed is null) and (people is null) = (possible is null) and (people is null) = (locales is null) and (people is null) = (countries is null));
