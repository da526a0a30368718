-- By what a claimant is told from another stays as it was published first: claims of the same person under the other rule have another key, and would be a second claim that is paid a second time.
create function refuse_other_claimants() returns trigger language plpgsql as $$
begin
  if (select terms ->> 'onePer' from programme_versions where programme_id = new.id and number = old.published_version)
     <> (select terms ->> 'onePer' from programme_versions where programme_id = new.id and number = new.published_version) then
    raise exception 'a programme that was opened keeps who may claim once' using errcode = 'check_violation', constraint = 'programmes_one_per_kept';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger programmes_one_per before update of published_version on programmes for each row when (new.published_version is not null and old.published_version is not null) execute function refuse_other_claimants();
