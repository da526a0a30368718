-- What claimants wrote and nobody has read, and what waits for a second person, is seen of a claim by its flags; the queue walks those.
drop index claim_messages_unread;
