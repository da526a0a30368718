import "server-only";
import { openStore } from "@/channels/storage/open-store";
import type { EvidenceKeeping } from "@/domain/evidence/read-evidence";
import { loadEnv } from "@/lib/env";

// Bundles of pages and of handlers each load this module; the process must still have one.
const held = globalThis as { amendsEvidence?: EvidenceKeeping };

/** Where papers lie, and whether only scanned ones are served. The scanner itself is the worker's. */
export function getEvidenceKeeping(): EvidenceKeeping {
  const env = loadEnv();
  held.amendsEvidence ??= { store: openStore(env), scanned: env.CLAMAV_URL !== undefined };
  return held.amendsEvidence;
}
