import { and, eq } from "drizzle-orm";
import { datasets } from "@/db/schema/exposure";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import { readFacts } from "../facts/queries";
import { formatFact } from "../facts/rules";
import type { CurrentFact } from "../facts/types";
import { contactDeskOf } from "../incidents/rules";
import type { PublishedIncident } from "../incidents/types";
import type { Executor } from "../kernel/transaction";
import { factsNamed } from "../notices/rules";
import type { NoticeWording, SharedValues } from "../notices/types";
import type { WaveSender } from "./types";

/** What letters of a wording say of the organisation, from the words that are published about the incident, and the facts that it names, as they stand. */
export async function senderOf(db: Executor, { id, content }: Pick<PublishedIncident, "id" | "content">, wording: NoticeWording): Promise<WaveSender> {
  const { organisation, contact, timeZone } = content;
  const named = factsNamed(wording);
  const facts = (named.length > 0 ? await readFacts(db, id) : []).filter(({ name }) => named.includes(name));
  const said = ({ value }: CurrentFact) => Object.fromEntries(locales.map((locale) => [locale, formatFact(value, locale, timeZone)])) as Localized;
  return { organisation, contactDesk: contactDeskOf(contact), timeZone, facts: Object.fromEntries(facts.map((fact) => [fact.name, said(fact)])) };
}

/** Everything that one language's letter says to all alike. `asOf` is what the data speaks of, shown in the incident's zone. */
export function sharedValues(sender: WaveSender, locale: Locale, asOf: Date, portalUrl: string): SharedValues {
  const date = new Intl.DateTimeFormat(locale === "ko" ? "ko-KR" : "en-GB", { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: sender.timeZone }).format(asOf);
  return { organisation: sender.organisation[locale], "contact-desk": sender.contactDesk[locale], "portal-url": portalUrl.replace(/\/$/, ""), "as-of": date, ...Object.fromEntries(Object.entries(sender.facts).map(([name, said]) => [`fact:${name}`, said[locale]])) };
}

/** The moment that a dataset version's data speaks of. */
export async function asOfVersion(db: Executor, incidentId: string, version: number): Promise<Date> {
  const [row] = await db.select({ asOf: datasets.asOf }).from(datasets).where(and(eq(datasets.incidentId, incidentId), eq(datasets.version, version)));
  if (!row) throw new Error("the dataset version is gone");
  return row.asOf;
}
