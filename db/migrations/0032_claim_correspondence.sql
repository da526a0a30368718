-- What people are told of their claims is a kind of notice of its own.
alter table notice_templates
  drop constraint notice_templates_kind_check,
  add constraint notice_templates_kind_check check (kind in ('possibility', 'first', 'full', 'correction', 'all-clear', 'third-party', 'apology', 'guidance-update', 'compensation', 'claim-correspondence'));
