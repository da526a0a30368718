import { eq } from "drizzle-orm";
import { incidents } from "@/db/schema/incidents";
import { noticeTemplates } from "@/db/schema/notices";
import { readInstallationState } from "@/domain/installation/queries";
import { takeLive } from "@/domain/installation/take-live";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { seedClaims } from "./demo-claims";
import { demoDocument, demoDocumentTitle } from "./demo-document";
import { DEMO_SLUG, seedIncident } from "./demo-incident";
import { seedNotices } from "./demo-notices";
import { seedPopulation } from "./demo-population";
import { seedPostings } from "./demo-postings";
import { seedProgramme } from "./demo-programme";
import { seedRegister } from "./demo-register";
import { seedStaff } from "./demo-staff";

/**
 * Fill an empty installation with the demo story, or go on where an earlier run was cut short. False, and nothing is touched, when the story is there or the
 * installation holds something else.
 */
export async function seedDemo(parts: ProcessParts, options: { password: string; people: number; mailIsCaught: boolean }): Promise<boolean> {
  const existing = await parts.db.select({ id: incidents.id, slug: incidents.slug }).from(incidents);
  const begun = existing.find(({ slug }) => slug === DEMO_SLUG);
  if (existing.length > 0 && (!begun || (await isWhole(parts, begun.id)))) return false;
  const staff = await seedStaff(parts, options.password);
  const { incidentId } = await seedIncident(parts, { editor: staff.comms, publisher: staff.approver });
  await seedPopulation(parts, { incidentId, importer: staff.security, publisher: staff.approver, people: options.people });
  const programmeId = await seedProgramme(parts, { incidentId, author: staff.finance, opener: staff.approver, document: { title: demoDocumentTitle, file: await demoDocument() } });
  await seedRegister(parts, { author: staff.comms, publisher: staff.approver });
  if (options.mailIsCaught) await takeDemoLive(parts);
  await seedClaims(parts, { incidentId, programmeId, staff, people: options.people, claims: 60 });
  const { versionId } = await seedNotices(parts, { incidentId, author: staff.comms, approver: staff.approver });
  await seedPostings(parts, { versionId, proposer: staff.comms, publisher: staff.approver });
  return true;
}

/** End the demo's trial so that everything can be tried: its mail goes to the catcher on this machine and nowhere else. Nobody has to vouch for its log. */
export async function takeDemoLive(parts: ProcessParts): Promise<void> {
  const ctx = mintContext(parts, { kind: "operator" });
  if ((await readInstallationState(ctx)).mode === "trial") await takeLive(ctx, { reason: "The demo: all mail is caught on this machine." }, { missing: null });
}

/** The notices are made last but for their posting, which is one short step more. */
async function isWhole(parts: ProcessParts, incidentId: string): Promise<boolean> {
  const made = await parts.db.select({ id: noticeTemplates.id }).from(noticeTemplates).where(eq(noticeTemplates.incidentId, incidentId)).limit(1);
  return made.length > 0;
}
