import "server-only";
import { cache } from "react";
import { findProgramme, listOpenProgrammes } from "@/domain/programmes/queries";
import { whyNotFilable } from "@/domain/programmes/rules";
import type { Programme } from "@/domain/programmes/types";
import { systemClock } from "@/lib/clock";
import { nowhere } from "./nowhere";
import { dbOf } from "./parts";

/** What an incident offers: programmes that have begun, those under which people can file now first. Those who filed come back to one that is closed. */
export const listProgrammesFor = cache(async (incidentId: string): Promise<Programme[]> => {
  const begun = (await listOpenProgrammes(dbOf(incidentId), incidentId)).filter((programme) => programme.opensAt <= systemClock.now());
  return [...begun.filter(isFilable), ...begun.filter((programme) => !isFilable(programme))];
});

/** The opened programme that an address names; the 404 page where there is none. */
export const requireProgramme = cache(async (incidentId: string, slug: string): Promise<Programme> => (await findProgramme(dbOf(incidentId), incidentId, slug)) ?? nowhere());

export function isFilable(programme: Programme): boolean {
  return whyNotFilable(programme, systemClock.now()) === null;
}
