-- Besides what is final there is word that a message waits; it is written down and changes nothing. What the receiving side said is kept without the address.
alter table outcomes
  drop constraint outcomes_kind_check,
  add constraint outcomes_kind_check check (kind in ('delivered', 'bounced', 'delayed', 'complained')),
  add column permanent boolean not null default false,
  add column words text not null default '';
