import { createHash, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { ImportMode } from "@/db/values/import";
import { publishDataset } from "@/domain/exposure/publish-dataset";
import { runImport } from "@/domain/exposure/run-import";
import { startImport } from "@/domain/exposure/start-import";
import type { ImportResult } from "@/domain/exposure/types";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { staffContext } from "./contexts";

/** Import a text as a file, the way both the command line and the console do. */
export async function importText(parts: ProcessParts, incidentId: string, text: string | Buffer, mode: ImportMode = "add"): Promise<ImportResult & { importId: string }> {
  const bytes = Buffer.from(text);
  const ctx = staffContext(parts, ["security"]);
  const started = await startImport(ctx, { incidentId, mode, asOf: "2025-12-03T18:00:00+09:00", fileName: "people.csv" }, { hash: createHash("sha256").update(bytes).digest(), bytes: bytes.length });
  if (started.kind === "same-file") throw new Error("the same file");
  return { ...(await runImport(ctx, started.importId, Readable.from([bytes], { objectMode: false }))), importId: started.importId };
}

/** Publish a draft as a person who did not import it. */
export async function publish(parts: ProcessParts, incidentId: string, version: number, removed?: number): Promise<void> {
  await publishDataset(staffContext(parts, ["approver"], randomUUID()), { incidentId, version, removed });
}
