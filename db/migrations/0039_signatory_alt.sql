-- What the picture beside an apology shows, in words, for whoever hears the page. Empty is the name of who signs. It is changed in a draft alone, as the rest of the row.
alter table notice_signatories
  add column picture_alt jsonb not null default '{"ko": "", "en": ""}';
