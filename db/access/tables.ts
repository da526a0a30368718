/** Which rows a role sees and may write: see `rows` below. */
export type Rows =
  /** By the incident that the row names. `orNone` rows belong to an incident or to none: anybody may add one of none, and only who sees every incident sees it. */
  | { by: "incident"; orNone?: true }
  /** As the row of another table that a column names. Where that table is everybody's, by its incident all the same. Rows that are written in one statement with the row they hang on, which does not see it yet, come `together` and are looked at by their foreign key alone. */
  | { by: "row"; of: string; column: string; open?: true; together?: true }
  /** Everybody's. Says why it may be. */
  | { by: "nobody"; because: string };

/** Letters as PostgreSQL writes them: r reads, a adds, w changes, d deletes. */
type Powers = "" | "r" | "ra" | "raw" | "rawd";

export interface TableRule {
  web: Powers;
  worker: Powers;
  rows: Rows;
  /** The only columns that web, and that auditors, read. */
  columns?: readonly string[];
  /** The only columns that web and the worker may name in a row that they add. The database gives the others, and an insert that names one is refused, also where it names it with `default`. */
  adds?: readonly string[];
  /** Auditors read it, over every incident. */
  audit?: true;
  /** Figures without a person in them, which the read-only role reads as they are. */
  figures?: true;
}

const incident: Rows = { by: "incident" };
const of = (table: string, column: string): Rows => ({ by: "row", of: table, column });
const ofClaim = of("claims", "claim_id");
const ofWave = of("waves", "wave_id");
const ofProgramme: Rows = { by: "row", of: "programmes", column: "programme_id", open: true };
const published: Rows = { by: "nobody", because: "it is what the public is told, or how that came about, and holds nobody's data" };
const installation: Rows = { by: "nobody", because: "it belongs to the installation and to no incident" };
const staff: Rows = { by: "nobody", because: "it is about staff, whose roles reach every incident" };

/** Written and changed, and never taken away. */
const everyday = (rows: Rows, more: Partial<TableRule> = {}): TableRule => ({ web: "raw", worker: "raw", rows, ...more });
/** The product takes rows away again as well. */
const emptied = (rows: Rows, more: Partial<TableRule> = {}): TableRule => ({ web: "rawd", worker: "rawd", rows, ...more });
/** What was written stays. */
const added = (rows: Rows, more: Partial<TableRule> = {}): TableRule => ({ web: "ra", worker: "ra", rows, ...more });
/** Everyday for web; the worker takes rows away when it erases a person. */
const erasable = (rows: Rows): TableRule => everyday(rows, { worker: "rawd" });
/** The worker writes it, web shows it. */
const shown = (rows: Rows, more: Partial<TableRule> = {}): TableRule => ({ web: "r", worker: "rawd", rows, ...more });

/**
 * Every table, what the running product may do with it, and whose rows it sees. A table that is not here can be read by nobody but its owner. A new one gets a line: `everyday(incident)`
 * where it has a column `incident_id`, `everyday(of("claims", "claim_id"))` where it hangs on a row that has one, `everyday(installation)` where it belongs to no incident. `emptied` instead of `everyday` where the product deletes rows of it.
 */
export const tables: Record<string, TableRule> = {
  access_bundles: added(staff),
  access_campaigns: everyday(staff),
  access_reviews: everyday(staff),
  // Acts of web raise alarms too; the detectors let go of what nobody sees any more.
  alarm_occurrences: everyday(installation, { worker: "rawd" }),
  alarm_turns: shown(installation),
  alarms: everyday({ by: "incident", orNone: true }),
  api_tokens: everyday(staff),
  attempts: everyday(ofWave),
  audience_counts: emptied(incident),
  audience_lists: emptied(incident),
  audience_references: erasable(of("audience_lists", "list_id")),
  audit_checkpoints: { web: "r", worker: "ra", rows: installation, audit: true },
  // Id, time and transaction are the database's to give: by them an event gets its number, and is missed where it has none.
  audit_events: added({ by: "incident", orNone: true }, { audit: true, adds: ["actor_kind", "actor_id", "action", "object_kind", "object_id", "incident_id", "reason", "details", "request_id"] }),
  audit_keys: { web: "r", worker: "raw", rows: installation, audit: true, columns: ["id", "origin", "public_key", "created_at", "retired_at", "waits"] },
  audit_leaves: { web: "r", worker: "ra", rows: installation, audit: true },
  audit_nodes: { web: "r", worker: "ra", rows: installation, audit: true },
  audit_places: { web: "r", worker: "raw", rows: installation, audit: true },
  audit_sequencer: { web: "r", worker: "raw", rows: installation, audit: true },
  audit_subjects: added(incident, { audit: true }),
  bank_tables: everyday(installation),
  banner_checks: everyday(published),
  banner_pages: everyday(published),
  canaries: everyday(incident),
  canary_hits: everyday(incident),
  canary_keys: everyday(installation),
  canned_replies: everyday(installation),
  claim_agents: everyday(staff),
  claim_benefits: everyday(ofClaim),
  claim_bulk_rows: everyday(of("claim_bulk_runs", "run_id")),
  claim_bulk_runs: everyday(incident),
  claim_bursts: emptied(incident),
  claim_clocks: everyday(incident),
  claim_counts: everyday(incident, { figures: true }),
  claim_decisions: erasable(incident),
  claim_desks: everyday(incident),
  claim_events: added(ofClaim),
  claim_explanations: emptied(incident),
  claim_hours: everyday(incident, { figures: true }),
  claim_intakes: erasable(ofClaim),
  claim_late_mails: everyday(incident),
  claim_letters: erasable(ofClaim),
  claim_loads: everyday(staff),
  claim_macros: everyday(installation),
  claim_mentions: erasable(ofClaim),
  claim_messages: erasable(incident),
  claim_notes: erasable(incident),
  claim_presence: emptied(ofClaim),
  claim_requests: erasable(incident),
  claim_risks: emptied(incident),
  claim_traces: emptied(incident),
  claim_views: everyday(incident),
  claims: everyday(incident),
  code_mails: erasable({ by: "nobody", because: "the budget of a mailbox counts over every incident; an address is a keyed index here" }),
  contact_points: emptied(incident),
  correction_counts: emptied(incident),
  correspondence_mails: everyday({ by: "incident", orNone: true }),
  data_exports: everyday({ by: "incident", orNone: true }),
  // Web gets one key at a time, through functions; rotating rewraps them, at the machine.
  data_keys: { web: "", worker: "raw", rows: installation },
  dataset_cells: emptied(incident),
  datasets: everyday(incident, { figures: true }),
  deliveries: everyday(ofWave, { worker: "rawd" }),
  delivery_handles: everyday(ofWave),
  enquiries: erasable(incident),
  enquiry_replies: erasable(of("enquiries", "enquiry_id")),
  erasures: everyday(incident),
  evidence_files: emptied(incident),
  fact_values: everyday(published),
  facts: everyday(published),
  fake_reports: everyday(installation),
  guidance_ticks: emptied(incident),
  import_pieces: everyday(of("import_uploads", "upload_id")),
  import_rejects: erasable(of("imports", "import_id")),
  import_uploads: emptied(incident),
  imports: everyday(incident),
  incident_data_classes: everyday(published, { figures: true }),
  incident_revisions: everyday(published),
  incident_situations: everyday(incident),
  incidents: everyday(published, { figures: true }),
  index_rotations: shown(incident),
  installation: everyday(installation),
  installation_guests: emptied(installation),
  key_ages: everyday(installation),
  key_custodians: emptied(staff),
  key_register: everyday(installation),
  key_tasks: everyday(staff),
  large_answers: everyday(installation, { worker: "rawd" }),
  ledger_balances: everyday(ofProgramme, { figures: true }),
  ledger_lines: added({ by: "row", of: "ledger_transactions", column: "transaction_id", together: true }),
  ledger_pools: everyday(ofProgramme, { figures: true }),
  ledger_transactions: added(ofProgramme),
  legal_holds: everyday(incident),
  letter_batches: emptied(ofWave),
  letter_pieces: emptied(of("letter_batches", "batch_id")),
  letters: emptied(of("letter_batches", "batch_id")),
  lookup_codes: erasable(incident),
  lookup_hours: everyday(incident, { figures: true }),
  lookup_latencies: emptied(installation),
  notice_defects: everyday(of("notice_template_versions", "version_id")),
  notice_overrides: everyday(of("notice_template_versions", "version_id")),
  notice_signatories: everyday(of("notice_template_versions", "version_id")),
  notice_template_versions: everyday(of("notice_templates", "template_id")),
  notice_templates: everyday(incident),
  outcomes: everyday(ofWave),
  payment_answers: everyday(incident),
  payment_batches: everyday(incident),
  payment_code_lists: everyday(ofProgramme),
  payment_codes: everyday(ofProgramme),
  payment_exports: everyday(of("payment_batches", "batch_id")),
  payment_payers: everyday(ofProgramme),
  payments: everyday(of("payment_batches", "batch_id")),
  posting_checks: everyday(published),
  posting_files: everyday(published),
  postings: everyday(published),
  programme_documents: emptied(published),
  programme_hours: everyday(published, { figures: true }),
  programme_versions: everyday(published),
  programmes: everyday(published, { figures: true }),
  register_entries: everyday(installation),
  register_pictures: everyday(installation),
  relay_states: shown(installation),
  retention_clocks: everyday(incident),
  retention_proposals: everyday(incident),
  reveal_days: everyday(staff),
  reveal_requests: everyday(staff),
  scim_contact: everyday(installation),
  scim_groups: everyday(staff),
  scim_members: emptied(staff),
  scim_users: everyday(staff),
  staff_challenges: emptied(staff),
  staff_grants: everyday(staff),
  staff_identities: emptied(staff),
  staff_logout_tokens: emptied(staff),
  staff_members: everyday(staff),
  staff_passkeys: emptied(staff),
  staff_reads: everyday(staff, { worker: "rawd" }),
  staff_recovery_codes: emptied(staff),
  staff_sessions: everyday(staff),
  staff_setups: emptied(staff),
  staff_sign_in_tries: emptied(staff),
  subject_links: emptied(incident),
  subject_sessions: erasable(incident),
  subjects: emptied(incident),
  suppression_counts: everyday(installation),
  suppressions: emptied(installation),
  // Rotating the key adds up what was counted under both.
  use_counts: everyday(installation, { worker: "rawd" }),
  wave_paces: emptied(ofWave),
  wave_ranges: everyday(ofWave, { worker: "rawd" }),
  wave_recipients: everyday(ofWave, { worker: "rawd" }),
  wave_samples: everyday(ofWave, { worker: "rawd" }),
  wave_tallies: everyday(ofWave, { figures: true }),
  wave_watches: everyday(ofWave),
  waves: everyday(incident),
  worker_processes: { web: "", worker: "rawd", rows: installation },
};
