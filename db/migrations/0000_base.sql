-- Which advisory lock each graphile-worker id of a process holds. The lock dies with the process, so what it held can be freed within seconds.
create table worker_processes (
  worker_id text primary key,
  lock_key integer not null,
  registered_at timestamptz not null default now()
);
