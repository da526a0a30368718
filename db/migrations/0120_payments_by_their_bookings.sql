-- A bank may say of a payment that it was refused and, later, that it was booked. Which of both is true decides whether it is paid once more, so what is known of its booking stays with it.
alter table payments
  -- When it was first known that its money had left; it may have come back since.
  add column paid_at timestamptz,
  -- Tells the booking by which it left from every other: a SHA-256 of the bank's number of it.
  add column booking text check (booking ~ '^[0-9a-f]{64}$');
--> statement-breakpoint
update payments set paid_at = answered_at where state = 'paid' and cash_minor > 0;
