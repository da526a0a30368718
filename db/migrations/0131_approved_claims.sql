-- An off-boarding names the claims that somebody approved and nobody has released for payment, within its second.
create index claims_approved_by on claims (decided_by, decided_at desc) where state = 'approved';
