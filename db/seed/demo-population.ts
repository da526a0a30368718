import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { listDatasets } from "@/domain/exposure/queries";
import { publishDataset } from "@/domain/exposure/publish-dataset";
import { runImport } from "@/domain/exposure/run-import";
import { startImport } from "@/domain/exposure/start-import";
import { sampleLines } from "@/domain/exposure/sample/subject-sample";
import type { StaffId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Role } from "@/db/values/roles";

/** The demo's people are the same each time. */
export const DEMO_SEED = 20251129;

export interface DemoPopulation {
  incidentId: string;
  /** Two different members of staff: one imports (security), the other publishes (approver). */
  importer: string;
  publisher: string;
  people: number;
}

/**
 * Import and publish the demo's people by the verbs that people use. The sample has no defects, and its first people are minji.kim@example.com and
 * john.smith@example.com. False, and nothing is touched, when the incident has a dataset; a run that was cut short goes on.
 */
export async function seedPopulation(parts: ProcessParts, { incidentId, importer, publisher, people }: DemoPopulation): Promise<boolean> {
  const as = (staffId: string, role: Role) => mintContext(parts, { kind: "staff", staffId: staffId as StaffId, sessionId: "seed", proven: true, roles: [role] });
  const security = as(importer, "security");
  const existing = await listDatasets(security, incidentId);
  if (existing.some(({ state }) => state !== "importing" && state !== "draft")) return false;
  const sample = () => sampleLines({ people, seed: DEMO_SEED, defects: 0 });
  const started = await startImport(security, { incidentId, mode: "add", asOf: "2025-11-29T18:00:00+09:00", fileName: "sample.csv" }, fingerprint(sample()));
  if (started.kind !== "same-file") await runImport(security, started.importId, Readable.from(bytesOf(sample()), { objectMode: false }));
  await publishDataset(as(publisher, "approver"), { incidentId, version: started.version });
  return true;
}

function* bytesOf(lines: Iterable<string>): Generator<Buffer> {
  for (const line of lines) yield Buffer.from(line);
}

function fingerprint(lines: Iterable<string>): { hash: Buffer; bytes: number } {
  const hash = createHash("sha256");
  let bytes = 0;
  for (const part of bytesOf(lines)) {
    hash.update(part);
    bytes += part.length;
  }
  return { hash: hash.digest(), bytes };
}
