-- How often something has come from a claimant: a message, an answer, a paper, an appeal. A page carries the number that it showed, so that nobody decides on, or marks as read, what came after it.
alter table claims add column arrivals integer not null default 0;
