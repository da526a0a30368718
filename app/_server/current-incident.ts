import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Context, Policy } from "@/domain/kernel/context";
import { NotFound } from "@/domain/kernel/errors";
import { listIncidents } from "@/domain/incidents/queries";
import type { IncidentSummary } from "@/domain/incidents/types";
import { consoleAddress } from "./hosts";
import { requireStaff, type SignedInStaff } from "./staff";

const COOKIE = "amends-incident";

const listed = cache((ctx: Context) => listIncidents(ctx));

/** The incident that the console shows: the one chosen in its head, else the newest. Null while there is none. */
export async function findCurrentIncident(ctx: Context): Promise<{ current: IncidentSummary | null; all: IncidentSummary[] }> {
  const all = await listed(ctx);
  const chosen = (await cookies()).get(COOKIE)?.value;
  return { current: all.find((incident) => incident.id === chosen) ?? all[0] ?? null, all };
}

/** The same for an act, which cannot be done while there is none. @throws {NotFound} */
export async function currentIncidentOf(ctx: Context): Promise<IncidentSummary> {
  const { current } = await findCurrentIncident(ctx);
  if (!current) throw new NotFound("incident");
  return current;
}

/** Through the gate, and to the incident that the console shows; to the page that makes one while there is none. */
export async function requireIncident(rule: Policy): Promise<SignedInStaff & { incident: IncidentSummary }> {
  const staff = await requireStaff(rule);
  const { current } = await findCurrentIncident(staff.ctx);
  if (!current) redirect("/console/incidents");
  return { ...staff, incident: current };
}

/** Remember the choice in this browser. It is a convenience and opens nothing: the policies do not look at it. */
export async function chooseIncident(incidentId: string): Promise<void> {
  (await cookies()).set(COOKIE, incidentId, { httpOnly: true, sameSite: "lax", path: "/console", secure: consoleAddress().protocol === "https:" });
}
