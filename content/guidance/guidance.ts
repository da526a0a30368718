import type { DataClassSlug } from "../data-classes";
import { contactClasses } from "./contact-classes";
import { homeClasses } from "./home-classes";
import type { ClassGuidance, GuidanceStep } from "./types";

const classes: Partial<Record<DataClassSlug, ClassGuidance>> = { ...contactClasses, ...homeClasses };

/** What to do about one leaked class; null for a class that has no guidance yet. */
export function guidanceFor(slug: string): ClassGuidance | null {
  return Object.hasOwn(classes, slug) ? (classes[slug as DataClassSlug] ?? null) : null;
}

/** Every class that has guidance. */
export const guidedClasses = Object.keys(classes) as DataClassSlug[];

const steps = new Map<string, { slug: DataClassSlug; step: GuidanceStep }>();
for (const slug of guidedClasses) for (const step of classes[slug]?.steps ?? []) steps.set(step.id, { slug, step });

/** Find a step by its id, with the class it belongs to. Ids that come from outside go through here. */
export function findStep(id: string): { slug: DataClassSlug; step: GuidanceStep } | null {
  return steps.get(id) ?? null;
}
