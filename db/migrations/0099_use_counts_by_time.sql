-- Uses are let go of when nobody reads them any more, the oldest first.
create index use_counts_by_time on use_counts (began);
