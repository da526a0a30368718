import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { cannedReplies, claimMacros } from "@/db/schema/claims-team";
import { subjectSessions } from "@/db/schema/lookups";
import { paymentBatches } from "@/db/schema/payments";
import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import { benefitKinds } from "@/db/values/benefits";
import { saveAccount } from "@/domain/claims/answers/save-account";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import { decideClaim } from "@/domain/claims/decisions/decide-claim";
import { readAsked } from "@/domain/claims/decisions/read-asked";
import { conditionField, conditionsOf } from "@/domain/claims/decisions/rules";
import { saveSheet } from "@/domain/claims/decisions/save-sheet";
import { addNote } from "@/domain/claims/desk/add-note";
import { assignClaim } from "@/domain/claims/desk/assign-claim";
import { saveAgent } from "@/domain/claims/desk/save-agent";
import { saveMacro, saveReply } from "@/domain/claims/desk/macros/save-team-texts";
import { fileClaim } from "@/domain/claims/file-claim";
import { findOwnDraft, listOwnClaims } from "@/domain/claims/own-claim";
import { startClaim } from "@/domain/claims/start-claim";
import { takeClaim } from "@/domain/claims/take-claim";
import { sampleRows } from "@/domain/exposure/sample/subject-sample";
import type { Context } from "@/domain/kernel/context";
import type { IncidentId, StaffId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { canonicalEmail } from "@/domain/keys/canonical-contact";
import { contactIndex, sealJson } from "@/domain/keys/sealed";
import { sessionContactPlace } from "@/domain/lookups/lookup-code";
import { collectPayments } from "@/domain/payments/collect-payments";
import { findProgrammeById } from "@/domain/programmes/queries";
import type { Programme } from "@/domain/programmes/types";
import { DEMO_SEED } from "./demo-population";

interface DemoClaims {
  incidentId: string;
  programmeId: string;
  staff: Record<Role, string>;
  /** Of the population; it is the same each time. */
  people: number;
  claims: number;
}

/**
 * File claims of invented people by the verbs that claimants use, let the team begin with some of them, and give it something to work with: some are approved and stand in a batch that waits to be
 * released. People whom the demo knows by name are left to be tried. Goes on where it was cut short.
 */
export async function seedClaims(parts: ProcessParts, { incidentId, programmeId, staff, people, claims }: DemoClaims): Promise<void> {
  const programme = await findProgrammeById(parts.db, programmeId);
  if (!programme) throw new Error("no programme");
  await seedTeam(parts, staff);
  const as = (role: "support" | "lead" | "finance") => mintContext(parts, { kind: "staff", staffId: staff[role] as StaffId, sessionId: "seed", proven: true, roles: [role] });
  const seen = new Set<string>();
  for (const { cells } of sampleRows({ people, seed: DEMO_SEED, defects: 0 })) {
    if (seen.size === claims) break;
    const email = canonicalEmail(cells.email);
    if (cells.kind !== "account-holder" || !email.ok || cells.confirmed === "" || /^A-00000[1-3]$/.test(cells.ref) || seen.has(email.value)) continue;
    const number = seen.add(email.value).size;
    const cash = number % 3 !== 0;
    // Now and then the account is in another name than the record.
    const holder = number % 9 === 1 || cells.postal_name === "" ? "가명" : cells.postal_name;
    const claimId = await fileOne(parts, { incidentId, email: email.value, locale: number % 4 === 0 ? "en" : "ko", account: cash ? { number: `110${String(100_000_000 + number * 7_919)}`, holder } : null }, programme);
    if (claimId === null) continue;
    if (number % 5 === 0) await takeClaim(as("support"), { claimId });
    if (number % 7 === 0 && number % 5 !== 0) await assignClaim(as("lead"), { claimId, to: "rule" });
    if (number % 10 === 0) await addNote(as("support"), { claimId, note: "예금주와 신청인이 같은지 확인하고 있습니다." });
    if (number % 10 === 0 && cash) await approve(as("support"), claimId);
  }
  if ((await parts.db.select({ id: paymentBatches.id }).from(paymentBatches).limit(1)).length > 0) return;
  await collectPayments(as("finance"), { programmeId, payOn: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10) });
}

/** Find every condition met, and decide by that. */
async function approve(agent: Context, claimId: string): Promise<void> {
  const asked = await readAsked(agent, claimId);
  const judged = Object.fromEntries(conditionsOf(asked).map((condition) => [conditionField("met", condition), "yes"]));
  const { edit } = await saveSheet(agent, { claimId, edit: "0", payoutVersion: asked.row.payoutVersion, ...judged, reason: "" });
  await decideClaim(agent, { claimId, edit, seen: asked.row.arrivals });
}

interface DemoClaim {
  incidentId: string;
  email: string;
  locale: Locale;
  /** Null for who takes vouchers. */
  account: { number: string; holder: string } | null;
}

/** The id of a claim that was filed now; null where the person has one. */
async function fileOne(parts: ProcessParts, { incidentId, email, locale, account }: DemoClaim, programme: Programme): Promise<string | null> {
  const id = randomBytes(32);
  const index = await contactIndex(parts.keys, incidentId, "email", email);
  const sealedContact = await sealJson(parts.keys, sessionContactPlace(id.toString("hex"), incidentId), { kind: "email", value: email });
  // The proof that a code from a mail would have left.
  await parts.db.insert(subjectSessions).values({ id, incidentId, contactKind: "email", contactIndex: index, sealedContact, expiresAt: sql`clock_timestamp() + interval '5 minutes'` });
  const person = mintContext(parts, { kind: "subject", incidentId: incidentId as IncidentId, sessionId: id.toString("hex"), contactKind: "email", contactIndex: index } as const, { locale });
  if ((await listOwnClaims(person, programme.id)).some(({ state }) => state !== "draft")) return null;
  await startClaim(person, { programme: programme.slug });
  const draft = await findOwnDraft(person, programme.id);
  if (!draft) return null;
  const claimId = draft.claim.id;
  await chooseBenefits(person, { claimId, benefits: account ? "cash" : "vouchers" });
  if (account) await saveAccount(person, { claimId, kind: "kr-account", bank: "088", account: account.number, holder: account.holder });
  await fileClaim(person, { claimId, termsVersion: programme.termsVersion, accept: "1" });
  return claimId;
}

/** What the team works with: who can be given what, an answer and a macro. */
async function seedTeam(parts: ProcessParts, staff: Record<Role, string>): Promise<void> {
  const lead = mintContext(parts, { kind: "staff", staffId: staff.lead as StaffId, sessionId: "seed", proven: true, roles: ["lead"] } as const);
  for (const role of ["support", "lead"] as const) await saveAgent(lead, { staffId: staff[role], locales: ["ko", "en"], benefits: [...benefitKinds], loadLimit: role === "lead" ? "15" : "40" });
  if ((await parts.db.select({ id: cannedReplies.id }).from(cannedReplies).limit(1)).length === 0)
    await saveReply(lead, {
      name: "심사 안내 · We are looking at it",
      ko: "신청(접수 번호 {{reference}}, {{amount}})을 확인하고 있습니다. 결과가 나오는 대로 알려 드리겠습니다.",
      en: "We are looking at your claim {{reference}} over {{amount}}, and will write as soon as it is decided.",
    });
  if ((await parts.db.select({ id: claimMacros.id }).from(claimMacros).limit(1)).length === 0) await saveMacro(lead, { name: "예금주 확인 · Check the account holder", assignMe: "1", note: "예금주와 신청인이 같은지 확인합니다." });
}
