import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Database } from "@/db/client";
import type { Logger } from "@/lib/logger";
import { sha256 } from "@/lib/crypto";
import { findServedFile, listServedFiles, readServedBytes, type ServedFile } from "./queries";
import type { PostingKey } from "./types";

/** How often a process looks for postings that it has no copy of. */
const LOOK_MS = 15_000;
/** How long the first visitor of a process waits for its first look: a database that is away must not hold up what lies on the disk. */
const FIRST_LOOK_MS = 3_000;

export interface PostingCopies {
  /** The bytes at an address and their hash, or null where nothing stands. @throws when they are neither on the disk nor to be had from the database */
  read(key: PostingKey): Promise<{ bytes: Buffer; hash: string } | null>;
  stop(): void;
}

interface CopiesSetup {
  db: Database;
  log: Logger;
  /** Shared by the processes of a machine; files are named by their hash and written whole. */
  dir: string;
}

const index = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));

/**
 * Keep copies of all postings on this machine's disk, so that they go on being served while the database is down. What is read is hashed every time: a copy that is not
 * what was published is never served, and is fetched anew. What belongs to which address is remembered on the disk too, for a process that starts while the database is away.
 */
export function openPostingCopies({ db, log, dir }: CopiesSetup): PostingCopies {
  const known = { hashes: new Map<string, string>() };
  const fileOf = (hash: string) => path.join(dir, `${hash}.html`);

  async function look(): Promise<void> {
    const served = await listServedFiles(db);
    known.hashes = new Map(served.map((file) => [keyOf(file), file.hash]));
    await mkdir(dir, { recursive: true });
    for (const { hash } of served) if (!(await readCopy(fileOf(hash), hash))) await fetchCopy(hash);
    await writeWhole(path.join(dir, "index.json"), JSON.stringify(Object.fromEntries(known.hashes)));
  }

  async function fetchCopy(hash: string): Promise<Buffer | null> {
    const bytes = await readServedBytes(db, hash);
    if (!bytes || sha256(bytes).toString("hex") !== hash) return null;
    await mkdir(dir, { recursive: true });
    await writeWhole(fileOf(hash), bytes);
    return bytes;
  }

  /** Of what was published since the last look; without a database, of what another process of this machine has seen. */
  async function findHash(key: PostingKey): Promise<string | undefined> {
    try {
      return (await findServedFile(db, key))?.hash;
    } catch (error) {
      const hash = (await readIndex(path.join(dir, "index.json"))).get(keyOf(key));
      if (hash === undefined) throw error;
      return hash;
    }
  }

  const remembered = readIndex(path.join(dir, "index.json")).then((hashes) => {
    if (known.hashes.size === 0) known.hashes = hashes;
  });
  const tryLook = () => look().catch((error: unknown) => log.warn({ err: error }, "postings could not be copied from the database"));
  const first = remembered.then(tryLook);
  const timer = setInterval(() => void tryLook(), LOOK_MS);
  timer.unref();

  return {
    async read(key) {
      await Promise.race([first, after(FIRST_LOOK_MS)]);
      let hash = known.hashes.get(keyOf(key));
      if (hash === undefined) {
        hash = await findHash(key);
        if (hash === undefined) return null;
        known.hashes.set(keyOf(key), hash);
      }
      const bytes = (await readCopy(fileOf(hash), hash)) ?? (await fetchCopy(hash));
      if (!bytes) throw new Error("the bytes of a posting are not those of its hash");
      return { bytes, hash };
    },
    stop: () => clearInterval(timer),
  };
}

function keyOf({ slug, number, locale }: Pick<ServedFile, "slug" | "number" | "locale">): string {
  return `${slug}/${number}/${locale}`;
}

/** The copy, or null where there is none or it is not what its name says. */
async function readCopy(file: string, hash: string): Promise<Buffer | null> {
  const bytes = await readFile(file).catch(() => null);
  return bytes && sha256(bytes).toString("hex") === hash ? bytes : null;
}

async function readIndex(file: string): Promise<Map<string, string>> {
  try {
    return new Map(Object.entries(index.parse(JSON.parse(await readFile(file, "utf8")))));
  } catch {
    // None yet, or one that cannot be read: the database knows.
    return new Map();
  }
}

/** Nobody ever reads half a file, whoever else writes it. */
async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  const part = `${file}.${randomUUID()}`;
  await writeFile(part, content);
  await rename(part, file);
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
