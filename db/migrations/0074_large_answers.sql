-- Rows that web processes were given in answers larger than any page, by minute.
create table large_answers (
  began timestamptz primary key,
  rows bigint not null check (rows > 0),
  answers integer not null check (answers > 0)
);
