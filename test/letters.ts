import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import { seedNotices } from "@/db/seed/demo-notices";
import { letters } from "@/db/schema/letters";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { handOverLetters } from "@/domain/letters/hand-over-letters";
import { makeLetterBatch } from "@/domain/letters/make-letter-batch";
import { listLetterBatches } from "@/domain/letters/queries";
import { staffContext, systemContext } from "./contexts";
import { aFrozenWave, PORTAL } from "./waves";

/** Print the letters of everybody of an incident who has an address; nothing is with the post yet. */
export async function printedLetters(parts: ProcessParts, incidentId: string): Promise<{ waveId: string; batchId: string; handles: { handle: string; subjectId: bigint }[] }> {
  const { versionId } = await seedNotices(parts, { incidentId, author: randomUUID(), approver: randomUUID() });
  const wave = await aFrozenWave(parts, versionId, {}, { channels: ["letter"] });
  await makeLetterBatch(systemContext(parts), { printer: openLetterPrinter(), portalUrl: PORTAL }, wave.id);
  const [batch] = await listLetterBatches(staffContext(parts, ["comms"]), wave.id);
  if (!batch) throw new Error("nothing was printed");
  return { waveId: wave.id, batchId: batch.id, handles: await parts.db.select({ handle: letters.handle, subjectId: letters.subjectId }).from(letters).where(eq(letters.batchId, batch.id)).orderBy(letters.sequence) };
}

/** Hand a batch to the post today. */
export async function post(parts: ProcessParts, batchId: string): Promise<void> {
  await handOverLetters(staffContext(parts, ["comms"]), { batchId, handedOn: new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: "Asia/Seoul" }).format(new Date()) });
}
