import "server-only";
import { listOpenProgrammes } from "@/domain/programmes/queries";
import { whyNotFilable } from "@/domain/programmes/rules";
import type { Programme } from "@/domain/programmes/types";
import { systemClock } from "@/lib/clock";
import { getParts } from "./parts";

/**
 * The programme an incident offers: the earliest under which people can file now, else the last that was open, because those who filed come back to it.
 * Null while there is none.
 */
export async function findProgrammeFor(incidentId: string): Promise<Programme | null> {
  const programmes = await listOpenProgrammes(getParts().db, incidentId);
  return programmes.find(isFilable) ?? programmes.filter((programme) => programme.opensAt <= systemClock.now()).at(-1) ?? null;
}

export function isFilable(programme: Programme): boolean {
  return whyNotFilable(programme, systemClock.now()) === null;
}
