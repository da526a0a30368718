import type { getTranslations } from "next-intl/server";
import { purposeOf } from "@/db/values/look-purposes";
import type { AuditEvent } from "@/domain/audit/types";

type Words = Awaited<ReturnType<typeof getTranslations>>;

/** Who acted, in words: a colleague by name, everybody else by what they are. */
export function nameActor({ actorKind, actorId }: Pick<AuditEvent, "actorKind" | "actorId">, names: ReadonlyMap<string, string>, t: Words): string {
  if (actorKind === "staff" && actorId) return names.get(actorId) ?? actorId;
  return t(`actor.${actorKind}`);
}

/** The details of an event in a line: ids, counts and names of fields. A purpose is said in words, beside the reason. */
export function sayDetails({ action, details }: Pick<AuditEvent, "action" | "details">, locale: string): string {
  const say = (value: unknown) => (typeof value === "number" ? value.toLocaleString(locale) : typeof value === "string" ? value : JSON.stringify(value));
  return Object.entries(details).filter(([name, value]) => name !== "purpose" || !purposeOf(action, value)).map(([name, value]) => `${name} ${say(value)}`).join(" · ");
}

/** The address of the audit pages with what they are to show; what is empty is left out. */
export function auditLink(changes: Record<string, string | undefined>, page = ""): string {
  const wanted = Object.entries(changes).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return `/console/audit${page}${wanted.length > 0 ? `?${new URLSearchParams(wanted).toString()}` : ""}`;
}
