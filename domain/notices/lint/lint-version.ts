import { and, asc, eq, isNull } from "drizzle-orm";
import { authoritySites } from "@/content/lint/authority-sites";
import { loadRulebook } from "@/content/rules/rulebook";
import { noticeOverrides } from "@/db/schema/notices";
import { locales, type Localized } from "@/db/values/locales";
import { readFacts } from "../../facts/queries";
import { formatFact } from "../../facts/rules";
import type { CurrentFact } from "../../facts/types";
import { readNewestWords } from "../../incidents/queries";
import { contactDeskOf } from "../../incidents/rules";
import { authorise, type Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { dayIn } from "../../rules/deadline";
import { decideRules } from "../../rules/decide-rules";
import { readSituation } from "../../rules/queries";
import { formsFor, inCountries, requiredItemsFor, wordingOrders } from "../../rules/rules";
import type { Situation } from "../../rules/types";
import { mayReadNotices } from "../policy";
import type { TemplateCorrection, TemplateVersion } from "../types";
import { lintNotice } from "./lint-notice";
import { findingKey, openFindings, whileAudienceUnknown, withOrders } from "./rules";
import type { JudgedFinding, LintAudience, Override } from "./types";

export interface LintedVersion {
  findings: JudgedFinding[];
  /** How many of them stand in the way: neither mended nor passed over by somebody who may. */
  open: number;
  /** Whether who lost what was read from the published dataset, or is what the incident's page says. */
  basis: "dataset" | "words";
  on: Date;
}

/**
 * Hold a version against all that is known of its incident now: what leaked of the audience, the facts ledger, and the law that applies at this moment. Without an
 * audience it is held for everybody of the incident, in every language. @throws {Forbidden} @throws {NotFound}
 */
export async function lintVersion(ctx: Context, version: TemplateVersion, audience: LintAudience | null = null): Promise<LintedVersion> {
  authorise(ctx, mayReadNotices);
  return judgeVersion(ctx.db, ctx.clock.now(), version, audience);
}

/** The same without a gate, for verbs that have passed their own. @throws {NotFound} */
export async function judgeVersion(db: Executor, on: Date, version: TemplateVersion, audience: LintAudience | null): Promise<LintedVersion> {
  const { incidentId, kind, content, corrects } = version;
  // One after the other: in a transaction they share a connection.
  const { situation, timeZone } = await readSituation(db, incidentId);
  const facts = await readFacts(db, incidentId);
  const words = await readNewestWords(db, incidentId);
  const all = decideRules(situation, on);
  const verdicts = audience ? inCountries(all, audience.countries, loadRulebook()) : all;
  const heldFor = audience ?? { ...dataOf(situation), locales, countries: Object.keys(situation.countries ?? {}) };
  const [required, forms] = [requiredItemsFor(kind, verdicts), formsFor(kind, verdicts)];
  const found = lintNotice({
    kind,
    wording: content,
    locales: heldFor.locales,
    audience: heldFor,
    required,
    forms,
    facts: [...facts, ...(corrects ? [sentOn(corrects, timeZone)] : [])].map(({ name, value, status }) => ({ name, status, value: Object.fromEntries(locales.map((locale) => [locale, formatFact(value, locale, timeZone)])) as Localized })),
    domains: [...ownDomain(words.contact.email), ...authoritySites],
    contactDesk: contactDeskOf(words.contact),
  });
  const standing = await readOverrides(db, version);
  const findings = withOrders(audience ? found : whileAudienceUnknown(found, required, forms), wordingOrders(verdicts)).map((finding) => {
    const key = findingKey(finding, heldFor);
    return { ...finding, key, override: standing.get(key) ?? null };
  });
  return { findings, open: openFindings(findings).length, basis: situation.data.basis, on };
}

async function readOverrides(db: Executor, { id, edit }: TemplateVersion): Promise<Map<string, Override>> {
  const rows = await db
    .select()
    .from(noticeOverrides)
    .where(and(eq(noticeOverrides.versionId, id), eq(noticeOverrides.edit, edit), isNull(noticeOverrides.withdrawnAt)))
    .orderBy(asc(noticeOverrides.id));
  return new Map(rows.map((row) => [row.finding.toString("hex"), { id: row.id, reason: row.reason, by: row.overriddenBy, at: row.overriddenAt }]));
}

/** What leaked of anybody. Nobody is held to "possible" where nobody has said that it is no more than that. */
function dataOf({ data, state }: Situation): Situation["data"] {
  return data.basis === "words" && state === null ? { ...data, confirmed: [...data.confirmed, ...data.possible], possible: [] } : data;
}

/** The day of the notice that is corrected, which nobody need put into the ledger. */
function sentOn({ sentAt }: TemplateCorrection, timeZone: string): Pick<CurrentFact, "name" | "value" | "status"> {
  return { name: "earlier-notice", value: { kind: "date", on: dayIn(new Date(sentAt), timeZone) }, status: "confirmed" };
}

/** The organisation's own domain is that of its contact desk; what stands below it is its own too. */
function ownDomain(mailbox: string): string[] {
  const at = mailbox.lastIndexOf("@");
  return at < 0 ? [] : [mailbox.slice(at + 1).toLowerCase()];
}
