import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import path from "node:path";
import type { ObjectStore } from "@/domain/evidence/types";

/** What is being written is named so that no reader and no listing takes it for an object. */
const UNFINISHED = ".part";
const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";

/** Keep objects as files below a directory, which every machine that serves or inspects must see. Names come from us, and are checked all the same. */
export function openDiskStore(directory: string): ObjectStore {
  const root = path.resolve(directory);
  const place = (name: string) => {
    if (!/^[\w-]+(\/[\w-]+)*$/.test(name)) throw new Error("not the name of an object");
    return path.join(root, name);
  };
  return {
    async put(name, bytes) {
      const file = place(name);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const unfinished = `${file}.${randomUUID()}${UNFINISHED}`;
      try {
        await writeThrough(unfinished, bytes);
        await rename(unfinished, file);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      // The name too must outlive a crash.
      await syncDirectory(path.dirname(file));
    },
    async get(name) {
      const file = place(name);
      await stat(file);
      return createReadStream(file, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>;
    },
    async remove(name) {
      const file = place(name);
      await rm(file, { force: true });
      // Its directories go with the last object in them.
      for (let above = path.dirname(file); above !== root; above = path.dirname(above)) if (!(await rmdir(above).then(() => true, () => false))) break;
    },
    async *list() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      for (const entry of entries) {
        if (!entry.isFile()) continue;
        const file = path.join(entry.parentPath, entry.name);
        const found = await stat(file).catch(() => null);
        if (!found) continue;
        // Left by a process that died while it wrote.
        if (entry.name.endsWith(UNFINISHED)) await forget(file, found.mtime);
        else yield { name: path.relative(root, file).split(path.sep).join("/"), changedAt: found.mtime };
      }
    },
  };
}

const HOUR = 3_600_000;

async function forget(file: string, changedAt: Date): Promise<void> {
  if (Date.now() - changedAt.getTime() > HOUR) await rm(file, { force: true });
}

async function writeThrough(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
