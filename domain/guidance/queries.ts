import { and, eq, inArray } from "drizzle-orm";
import { guidanceFor } from "@/content/guidance/guidance";
import type { GuidanceStep } from "@/content/guidance/types";
import { isDataClass, type DataClassSlug } from "@/content/data-classes";
import { guidanceTicks } from "@/db/schema/guidance";
import { urgencies, type Urgency } from "@/db/values/urgencies";
import type { RevisionContent } from "../incidents/types";
import { requireSubject, type Context } from "../kernel/context";
import { formsOfIndex } from "../keys/sealed";

export interface StepOfClass {
  slug: DataClassSlug;
  step: GuidanceStep;
  urgency: Urgency;
}

/** The steps that somebody has ticked off under this contact. @throws {SignedOut} */
export async function listTicks(ctx: Context): Promise<Set<string>> {
  const { incidentId, contactIndex } = requireSubject(ctx);
  const forms = await formsOfIndex(ctx.keys, incidentId, contactIndex);
  const rows = await ctx.db.select({ stepId: guidanceTicks.stepId }).from(guidanceTicks).where(and(eq(guidanceTicks.incidentId, incidentId), inArray(guidanceTicks.contactIndex, forms)));
  return new Set(rows.map(({ stepId }) => stepId));
}

/**
 * Order the steps for some leaked classes: what this incident says is urgent comes first, then what the step itself says; a step waits for neither longer
 * than the more urgent of the two.
 */
export function orderSteps(slugs: readonly string[], leaked: RevisionContent["leaked"]): StepOfClass[] {
  const place = new Map(leaked.map(({ slug, urgency }, index) => [slug as string, { urgency, index }]));
  return slugs
    .filter(isDataClass)
    .flatMap((slug) => (guidanceFor(slug)?.steps ?? []).map((step) => ({ slug, step, of: place.get(slug) })))
    .map(({ slug, step, of }) => ({ slug, step, index: of?.index ?? leaked.length, incident: urgencies.indexOf(of?.urgency ?? "later"), own: urgencies.indexOf(step.urgency) }))
    .sort((a, b) => Math.min(a.incident, a.own) - Math.min(b.incident, b.own) || a.incident + a.own - (b.incident + b.own) || a.index - b.index)
    .map(({ slug, step, incident, own }) => ({ slug, step, urgency: urgencies[Math.min(incident, own)] ?? "later" }));
}
