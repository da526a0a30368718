import "server-only";
import { listOpenProgrammes } from "@/domain/programmes/queries";
import type { Programme } from "@/domain/programmes/types";
import { whyNotFilable } from "@/domain/programmes/rules";
import { systemClock } from "@/lib/clock";
import { getParts } from "./parts";

/** The programmes of an incident under which people can file now. */
export async function listOpenProgrammesFor(incidentId: string): Promise<Programme[]> {
  const now = systemClock.now();
  return (await listOpenProgrammes(getParts().db, incidentId)).filter((programme) => whyNotFilable(programme, now) === null);
}
