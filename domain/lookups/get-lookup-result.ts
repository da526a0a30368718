import { isDataClass, type DataClassSlug } from "@/content/data-classes";
import type { SealedSubject } from "@/db/values/contact";
import { recordOwnLook } from "../audit/record-own-look";
import { countNamedBy, listRecordsOfContact, openSubject, type SubjectRecord } from "../exposure/subject-records";
import type { PublishedIncident } from "../incidents/types";
import { requireSubject, type Context } from "../kernel/context";
import { SignedOut } from "../kernel/errors";
import type { Answer, ClassAnswer, LookupResult } from "./types";

type Words = Pick<PublishedIncident, "id" | "content" | "classes">;

/**
 * Read what the published dataset holds about the contact that the asker has proven: every record it owns, an answer for each class the incident speaks of. That it was seen is written down, once for each proof.
 * Null while no dataset is published. @throws {SignedOut} for a proof of another incident
 */
export async function getLookupResult(ctx: Context, incident: Words): Promise<LookupResult | null> {
  const actor = requireSubject(ctx);
  if (actor.incidentId !== incident.id) throw new SignedOut("proof-needed");
  const found = await listRecordsOfContact(ctx, incident.id, actor.contactKind, actor.contactIndex);
  if (!found) return null;
  await recordOwnLook(ctx, { action: "lookup.read-result", object: { kind: "subject-session", id: actor.sessionId } });
  const records = await Promise.all(
    found.records.map(async (record) => ({
      kind: record.kind,
      answers: answersOf(incident, record, await openSubject(ctx, incident.id, record)),
      recipients: record.kind === "account-holder" ? await countNamedBy(ctx, incident.id, found.version, record.subjectId) : 0,
    })),
  );
  return { version: found.version, asOf: found.asOf, records, summary: summarise(classesOf(incident), records.map(({ answers }) => answers)) };
}

/** Every class the incident speaks of: leaked ones in the order of urgency, then those with a bit that the words no longer name, then those not leaked. */
function classesOf({ content, classes }: Words): DataClassSlug[] {
  return [...new Set([...content.leaked.map(({ slug }) => slug), ...classes.map(({ slug }) => slug).filter(isDataClass), ...content.notLeaked])];
}

function answersOf(incident: Words, record: Pick<SubjectRecord, "confirmed" | "possible" | "cleared">, sealed: SealedSubject | null): ClassAnswer[] {
  const bits = new Map(incident.classes.map(({ slug, bit }) => [slug, 1n << BigInt(bit)]));
  return classesOf(incident).map((slug) => {
    const bit = bits.get(slug) ?? 0n;
    const answer: Answer = (record.confirmed & bit) !== 0n ? "confirmed" : (record.possible & bit) !== 0n ? "possible" : "none";
    const told = answer !== "none";
    return { slug, answer, cleared: (record.cleared & bit) !== 0n, hint: told ? (sealed?.h?.[slug] ?? null) : null, count: told ? (sealed?.n?.[slug] ?? null) : null };
  });
}

const weight: Record<Answer, number> = { confirmed: 0, possible: 1, none: 2 };

/** The worst answer for each class over several records; hints are left to the records themselves. */
function summarise(slugs: DataClassSlug[], records: ClassAnswer[][]): ClassAnswer[] {
  const nothing = (slug: DataClassSlug): ClassAnswer => ({ slug, answer: "none", cleared: false, hint: null, count: null });
  return slugs
    .map((slug) => {
      const said = records.map((answers) => answers.find((answer) => answer.slug === slug) ?? nothing(slug)).sort((a, b) => weight[a.answer] - weight[b.answer]);
      return said[0] ? { ...said[0], cleared: said.some(({ cleared }) => cleared) } : nothing(slug);
    })
    .sort((a, b) => weight[a.answer] - weight[b.answer]);
}

/** The classes about which a person has something to do: what leaked or may have. */
export function concernedClasses(result: LookupResult): DataClassSlug[] {
  return result.summary.filter(({ answer }) => answer !== "none").map(({ slug }) => slug);
}
