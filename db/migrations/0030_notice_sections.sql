-- Subject and paragraphs became subject and sections, each with a condition. What was approved says the same as before, so it is moved and not written anew.
alter table notice_template_versions disable trigger notice_template_versions_immutable;
--> statement-breakpoint
update notice_template_versions v set content = (v.content - 'paragraphs') || jsonb_build_object('sections', coalesce((
  select jsonb_agg(jsonb_build_object('when', '{}'::jsonb, 'text', jsonb_build_object('ko', coalesce(v.content #>> array['paragraphs', 'ko', i::text], ''), 'en', coalesce(v.content #>> array['paragraphs', 'en', i::text], ''))) order by i)
  from generate_series(0, greatest(jsonb_array_length(v.content #> '{paragraphs,ko}'), jsonb_array_length(v.content #> '{paragraphs,en}')) - 1) as i), '[]'::jsonb))
where v.content ? 'paragraphs';
--> statement-breakpoint
alter table notice_template_versions enable trigger notice_template_versions_immutable;
