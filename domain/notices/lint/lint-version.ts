import { authoritySites } from "@/content/lint/authority-sites";
import { locales, type Localized } from "@/db/values/locales";
import { readFacts } from "../../facts/queries";
import { formatFact } from "../../facts/rules";
import { readNewestWords } from "../../incidents/queries";
import { contactDeskOf } from "../../incidents/rules";
import { authorise, type Context } from "../../kernel/context";
import { decideRules } from "../../rules/decide-rules";
import { readSituation } from "../../rules/queries";
import { formsFor, requiredItemsFor } from "../../rules/rules";
import { mayReadNotices } from "../policy";
import type { TemplateVersion } from "../types";
import { lintNotice } from "./lint-notice";
import type { Finding } from "./types";

export interface LintedVersion {
  findings: Finding[];
  /** Whether who lost what was read from the published dataset, or is what the incident's page says. */
  basis: "dataset" | "words";
  on: Date;
}

/**
 * Hold a version against all that is known of its incident now: what leaked of anybody in the published dataset, the facts ledger, and the law that applies at this
 * moment. Both languages are looked at, because an audience may have people of either. @throws {Forbidden} @throws {NotFound}
 */
export async function lintVersion(ctx: Context, { incidentId, kind, content }: Pick<TemplateVersion, "incidentId" | "kind" | "content">): Promise<LintedVersion> {
  authorise(ctx, mayReadNotices);
  const on = ctx.clock.now();
  const [{ situation, timeZone }, facts, words] = [await readSituation(ctx.db, incidentId), await readFacts(ctx.db, incidentId), await readNewestWords(ctx.db, incidentId)];
  const verdicts = decideRules(situation, on);
  const findings = lintNotice({
    kind,
    wording: content,
    locales,
    audience: situation.data,
    required: requiredItemsFor(kind, verdicts),
    forms: formsFor(kind, verdicts),
    facts: facts.map(({ name, value, status }) => ({ name, status, value: Object.fromEntries(locales.map((locale) => [locale, formatFact(value, locale, timeZone)])) as Localized })),
    domains: [...ownDomain(words.contact.email), ...authoritySites],
    contactDesk: contactDeskOf(words.contact),
  });
  return { findings, basis: situation.data.basis, on };
}

/** The organisation's own domain is that of its contact desk; what stands below it is its own too. */
function ownDomain(mailbox: string): string[] {
  const at = mailbox.lastIndexOf("@");
  return at < 0 ? [] : [mailbox.slice(at + 1).toLowerCase()];
}
