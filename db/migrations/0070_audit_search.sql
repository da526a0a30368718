-- What one request did. An event's id begins with its millisecond, so a stretch of time is a stretch of ids and needs no index of its own.
create index audit_events_request on audit_events (request_id, id desc);
