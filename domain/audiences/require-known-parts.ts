import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { audienceLists } from "@/db/schema/audiences";
import { incidentDataClasses } from "@/db/schema/incidents";
import { waves } from "@/db/schema/waves";
import { Invalid } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { wavesNamed } from "./rules";
import type { Audience } from "./types";

/** Let an audience pass that speaks only of the incident's own classes, waves whose audience has been taken, and lists that are whole. @throws {Invalid} at `audience` */
export async function requireKnownParts(db: Executor, incidentId: string, audience: Audience): Promise<void> {
  const { dataClasses, confirmed, possible, cleared, differences, told, owed, misinformedBy, onList, offList } = audience;
  const slugs = [...dataClasses, ...confirmed, ...possible, ...cleared, ...differences.flatMap((part) => part.dataClasses), ...told.map(({ dataClass }) => dataClass), ...owed.map(({ dataClass }) => dataClass)];
  const known = await db.select({ slug: incidentDataClasses.slug }).from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, incidentId));
  if (slugs.some((slug) => !known.some((each) => each.slug === slug))) throw new Invalid({ audience: ["data-class"] });
  const { frozen, reached } = wavesNamed(audience);
  const named = [...new Set([...frozen, ...reached])];
  const there = named.length === 0 ? [] : await db.select({ id: waves.id }).from(waves).where(and(inArray(waves.id, named), eq(waves.incidentId, incidentId), isNotNull(waves.frozenAt)));
  if (there.length < named.length) throw new Invalid({ audience: ["audience-wave"] });
  const wordings = misinformedBy.length === 0 ? [] : await db.selectDistinct({ id: waves.templateVersionId }).from(waves).where(and(inArray(waves.templateVersionId, misinformedBy), eq(waves.incidentId, incidentId), isNotNull(waves.frozenAt)));
  if (wordings.length < new Set(misinformedBy).size) throw new Invalid({ audience: ["audience-wave"] });
  const lists = [...new Set([onList, offList])].filter((id) => id !== null);
  const whole = lists.length === 0 ? [] : await db.select({ id: audienceLists.id }).from(audienceLists).where(and(inArray(audienceLists.id, lists), eq(audienceLists.incidentId, incidentId), isNotNull(audienceLists.completedAt)));
  if (whole.length < lists.length) throw new Invalid({ audience: ["audience-list"] });
}
