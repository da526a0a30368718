import { readFile, rename, writeFile } from "node:fs/promises";
import type { ErasureListPlace } from "@/domain/erasure/types";

/** The erasure list as a file that lies where backups do. Written beside it and moved into its place, so that nobody ever finds half of it. */
export function openListFile(file: string): ErasureListPlace {
  return {
    read: () =>
      readFile(file, "utf8").catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }),
    async write(text) {
      const beside = `${file}.${process.pid}.new`;
      await writeFile(beside, text, { mode: 0o600, flush: true });
      await rename(beside, file);
    },
  };
}
