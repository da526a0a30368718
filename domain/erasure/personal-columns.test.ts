import { expect, it } from "vitest";
import { tables } from "@/db/access/tables";
import { useDatabase } from "@/test/database";

const database = useDatabase();

const goes = (names: string) => names.split(" ").map((name) => [name, "goes"] as const);
const stays = (because: string, names: string) => names.split(" ").map((name) => [name, `stays: ${because}`] as const);

/** What becomes of each column that may hold something of a person, when one is erased. `person/` does what is said here, and `erasure.test.ts` looks for what is left. */
const fates = new Map<string, string>([
  ...goes("subjects.sealed subjects.ref_index subjects.content_mac contact_points.contact_index audience_references.ref_index"),
  ...goes("lookup_codes.browser_hash lookup_codes.contact_index lookup_codes.sealed_contact code_mails.address_index subject_sessions.id subject_sessions.contact_index subject_sessions.sealed_contact guidance_ticks.contact_index"),
  ...goes("enquiries.contact_index enquiries.sealed enquiry_replies.sealed correspondence_mails.sealed"),
  ...goes("claims.contact_index claims.claimant_key claims.sealed_answers claims.sealed_decision claims.sealed_payout claim_decisions.sealed_sheet claim_requests.sealed_note claim_requests.sealed_answer claim_messages.sealed_text claim_notes.sealed_text"),
  ...goes("claim_intakes.sealed_signer claim_intakes.letter_handle claim_traces.trace claim_explanations.trace claim_explanations.reason claim_risks.name_verdict payments.sealed_account payments.bank_reason"),
  ...goes("evidence_files.sealed_name evidence_files.original_hash evidence_files.perceptual_hash"),
  ...stays("a keyed value, and the only way to keep to “do not write to me again”", "suppressions.contact_index suppressions.reason suppression_counts.reason"),
  ...stays("a keyed value, by which a later file leaves the person out", "erasures.ref_trace"),
  ...stays("a keyed value, by which the same is erased again after a restore", "erasures.contact_index"),
  ...stays("words of staff about an act of theirs; the form asks them to name nobody", "erasures.reason audit_events.reason audit_events.details alarms.acknowledged_words alarms.closed_words alarms.details letter_batches.reason waves.returned_reason notice_defects.note notice_overrides.reason legal_holds.reason retention_proposals.reason"),
  ...stays("a keyed count of a budget, which ends by itself and names nobody", "use_counts.budget"),
  ...stays("a relay's or a gateway's words, from which addresses and numbers were taken out before they were written", "attempts.relay_reply deliveries.relay_reply correspondence_mails.relay_reply outcomes.words wave_tallies.words relay_states.words relay_states.reason"),
  ...stays("leads to the number of a record that holds nothing any more", "delivery_handles.handle letters.handle letters.returned_reason outcomes.token"),
  ...stays("a voucher that was paid out: a value and no person", "payment_codes.sealed payment_codes.code_index"),
  ...stays("gone when the import is over, and nobody is erased while one runs", "import_pieces.sealed import_uploads.hash import_uploads.file_name"),
  ...stays("masked when it was written", "import_rejects.preview import_rejects.column_name"),
  ...stays("gone when the letters are with the mail house, and nobody whose letter waits is erased", "letter_pieces.sealed"),
  ...stays("references of payments that a bank's file named and we did not know", "payment_answers.unknown"),
  ...stays("somebody's who reported a message, under no incident and no record: gone when its own time is over", "fake_reports.sealed fake_reports.picture"),
  ...stays("of nobody: a planted record", "canaries.addresses canaries.sealed canary_keys.hash"),
  ...stays("states, numbers and amounts", "claim_bulk_rows.before claim_bulk_rows.reason"),
  ...stays("the programme's clause that everybody accepts alike", "claims.accepted_text"),
  ...stays("of staff or guests of theirs", "installation_guests.contact_index installation_guests.label installation_guests.sealed notice_signatories.name notice_signatories.picture claim_views.name claim_macros.name canned_replies.name"),
  ...stays("of the company", "payment_payers.sealed bank_tables.name register_entries.content register_entries.name register_pictures.bytes notice_template_versions.content notice_templates.name"),
  ...stays("a hash of a file or a question", "datasets.source_hash audience_lists.file_name audience_counts.question correction_counts.question payment_answers.file_hash payment_code_lists.file_hash waves.approval_hash waves.asked_question notice_overrides.finding imports.file_name imports.error"),
  ...stays("of the log itself, whose events hold ids", "audit_checkpoints.note audit_checkpoints.root audit_keys.public_key audit_keys.sealed_private audit_leaves.leaf_hash audit_nodes.hash audit_places.name"),
  ...stays("a key, wrapped", "data_keys.wrapped key_register.fingerprint key_register.name"),
  ...stays("a word of a list", "waves.paused_reason"),
  ...stays("why staff took a file out, which says whom it was about by number at most, and the order of its rows", "data_exports.reason data_exports.trace_key"),
]);

it("every column that may hold something of a person says what becomes of it when they are erased", async () => {
  const { rows } = await database.db.$client.query<{ table: string; column: string }>(`
    select c.relname as table, c.relname || '.' || a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
      and (a.atttypid in ('bytea'::regtype, 'bytea[]'::regtype, 'inet'::regtype)
        or a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype) and a.attname ~ 'sealed|words|reply|reason|note|text|name|preview|handle|email|phone|address|device|network|content|details|unknown|before|label|error|signer|subject')`);
  // Of staff, or told to the public: `tables` says so of the whole table.
  const about = rows.filter(({ table }) => {
    const seen = tables[table]?.rows;
    return seen?.by !== "nobody" || !/about staff|what the public is told/.test(seen.because);
  });
  const found = about.map(({ column }) => column);
  expect(found.filter((column) => !fates.has(column)), "new columns that may hold something of a person: let domain/erasure/person take it away and say so here, or say here why it stays").toEqual([]);
  expect([...fates.keys()].filter((column) => !found.includes(column)), "columns that are gone").toEqual([]);
});
