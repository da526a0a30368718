-- Single messages go to phones too: the same queue, budget and envelope, another way out.
alter table correspondence_mails add column channel text not null default 'email' check (channel in ('email', 'sms'));
