-- Logins of people to the database (analysts, auditors, whoever migrates) are keys like others: they are entered by themselves, and somebody who leaves and knows one stops it.
insert into key_ages (kind, days) values ('database-login', 365);
--> statement-breakpoint
-- Whether somebody who knows the login that asks has left, and it has not got another password since. What it reads of people and of the log is then nothing.
create function login_is_stopped() returns boolean language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from public.key_register k join public.key_tasks t on t.key_id = k.id where k.kind = 'database-login' and k.name = session_user and k.state in ('active', 'next') and t.closed_at is null)
$$;
--> statement-breakpoint
create function refuse_stopped_login() returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if public.login_is_stopped() then
    raise exception 'somebody who knows this login has left: it reads nothing until it has another password' using errcode = 'insufficient_privilege', constraint = 'login_is_stopped', hint = format('amends keys rotate database-login %s', session_user);
  end if;
end $$;
--> statement-breakpoint
revoke all on function refuse_stopped_login() from public;
--> statement-breakpoint
create or replace function note_reading(what text, incident uuid, reason text, range jsonb, planted bigint[]) returns uuid language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  ticket uuid;
  request text := format('sql-%s', pg_current_xact_id());
  one bigint;
  hit uuid;
begin
  perform public.refuse_stopped_login();
  if incident is null or length(btrim(coalesce(reason, ''))) < 10 then raise exception 'say which incident, and why, in ten characters or more' using errcode = 'check_violation', constraint = 'reading_has_a_reason'; end if;
  insert into public.audit_events (actor_kind, actor_id, action, object_kind, incident_id, reason, details, request_id)
    values ('operator', session_user, 'sql.read', what, incident, reason, range, request) returning id into ticket;
  foreach one in array planted loop
    insert into public.canary_hits (incident_id, subject_id, kind) values (incident, one, 'queried') returning id into hit;
    insert into public.audit_events (actor_kind, actor_id, action, object_kind, object_id, incident_id, details, request_id)
      values ('operator', session_user, 'canary.hit', 'canary', one::text, incident, jsonb_build_object('kind', 'queried'), request);
    perform graphile_worker.add_job(identifier => 'exposure/tell-canary-hit', payload => json_build_object('hitId', hit), priority => -10);
  end loop;
  return ticket;
end $$;
--> statement-breakpoint
create or replace function reading_of(ticket uuid, what text) returns table (incident uuid, range jsonb) language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  perform public.refuse_stopped_login();
  return query select e.incident_id, e.details from public.audit_events e
    where e.id = ticket and e.action = 'sql.read' and e.object_kind = what and e.actor_id = session_user and e.at > clock_timestamp() - interval '10 minutes'
      and e.xid is distinct from pg_current_xact_id_if_assigned();
  if not found then raise exception 'no such ticket: ask first, in a transaction of its own, and take within ten minutes' using errcode = 'check_violation', constraint = 'reading_was_asked_for'; end if;
end $$;
