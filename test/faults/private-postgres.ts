import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { startPostgres, type RunningPostgres } from "@/db/embedded-postgres";
import { migrateDatabase } from "@/db/migrate";
import { takeTestLive } from "../postgres";

export interface PrivatePostgres {
  url: string;
  /** The server as it runs now. */
  server(): RunningPostgres;
  stop(mode: "fast" | "immediate"): void;
  /** On the same data and port. It must be down. */
  startAgain(): Promise<void>;
}

/** A PostgreSQL of this test's own, migrated and live, that may be broken; it is gone when the test ends. */
export async function aPrivatePostgres(options: { walSegmentMb?: number } = {}): Promise<PrivatePostgres> {
  const home = mkdtempSync(path.join(os.tmpdir(), "amends-postgres-"));
  // As root the server runs as somebody else, who has to get in.
  chmodSync(home, 0o755);
  const dir = path.join(home, "postgres");
  let server = await startPostgres({ ...options, dir, port: 0, test: true });
  const { port } = server;
  const url = server.url("postgres");
  onTestFinished(() => {
    server.stop("immediate");
    rmSync(home, { recursive: true, force: true });
  });
  await migrateDatabase(url);
  await takeTestLive(url);
  return {
    url,
    server: () => server,
    stop: (mode) => server.stop(mode),
    async startAgain() {
      server = await startPostgres({ dir, port, test: true });
      if (server.reused) throw new Error("the server was still running");
    },
  };
}
