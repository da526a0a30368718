import { and, eq } from "drizzle-orm";
import { datasets } from "@/db/schema/exposure";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import type { PublishedIncident } from "../incidents/types";
import type { Executor } from "../kernel/transaction";
import type { SharedValues } from "../notices/types";
import type { WaveSender } from "./types";

/** What letters say of the organisation, from the words that are published about the incident. */
export function senderOf({ content }: Pick<PublishedIncident, "content">): WaveSender {
  const { organisation, contact, timeZone } = content;
  const desk = (locale: Locale) => [contact.department[locale], contact.phone, contact.email, contact.hours[locale]].filter((part) => part !== "").join(", ");
  return { organisation, contactDesk: Object.fromEntries(locales.map((locale) => [locale, desk(locale)])) as Localized, timeZone };
}

/** Everything that one language's letter says to all alike. `asOf` is what the data speaks of, shown in the incident's zone. */
export function sharedValues(sender: WaveSender, locale: Locale, asOf: Date, portalUrl: string): SharedValues {
  const date = new Intl.DateTimeFormat(locale === "ko" ? "ko-KR" : "en-GB", { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: sender.timeZone }).format(asOf);
  return { organisation: sender.organisation[locale], "contact-desk": sender.contactDesk[locale], "portal-url": portalUrl.replace(/\/$/, ""), "as-of": date };
}

/** The moment that a dataset version's data speaks of. */
export async function asOfVersion(db: Executor, incidentId: string, version: number): Promise<Date> {
  const [row] = await db.select({ asOf: datasets.asOf }).from(datasets).where(and(eq(datasets.incidentId, incidentId), eq(datasets.version, version)));
  if (!row) throw new Error("the dataset version is gone");
  return row.asOf;
}
