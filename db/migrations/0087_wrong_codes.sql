-- Codes that were refused, for whoever watches how many come from one network.
create index use_counts_of_wrong_codes on use_counts (began) where what = 'wrong-code';
