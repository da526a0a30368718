import path from "node:path";
import type { ObjectStore } from "@/domain/evidence/types";
import { openDiskStore } from "./disk-store";
import { openS3Store } from "./s3-store";

/** Open where papers are kept: a bucket where one is set, else a directory of this machine. */
export function openStore(settings: { EVIDENCE_URL?: string | undefined; AMENDS_DATA_DIR: string }): ObjectStore {
  return settings.EVIDENCE_URL === undefined ? openDiskStore(path.join(settings.AMENDS_DATA_DIR, "evidence")) : openS3Store(settings.EVIDENCE_URL);
}
