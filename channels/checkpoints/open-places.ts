import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { CheckpointPlace } from "@/domain/audit/log/types";
import type { EmailTransport } from "@/domain/correspondence/types";
import { sha256 } from "@/lib/crypto";
import type { Env } from "@/lib/env";

const ANSWER_MS = 10_000;

/** A directory that is mounted from elsewhere or carried away: one file for each checkpoint, named by its size, never overwritten. */
export function openDirectory(dir: string): CheckpointPlace {
  return {
    name: "directory",
    async push({ size, note }) {
      await mkdir(dir, { recursive: true });
      const file = path.join(dir, `${String(size).padStart(15, "0")}.checkpoint`);
      await writeOnce(file, note).catch(async (error: unknown) => {
        // There already: from a try whose end was not written down. Anything else under that name is another log, or a fork of this one.
        if (codeOf(error) !== "EEXIST" || (await readFile(file, "utf8")) !== note) throw error;
      });
    },
  };
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "";

/** Write a file that is whole under its name or not there, and never over another. On a full disk a file that was begun under its name would stand there broken, and every later try would meet it. */
async function writeOnce(file: string, text: string): Promise<void> {
  const part = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(part, text, { flag: "wx", flush: true });
    await link(part, file);
  } catch (error) {
    // Mounts that know no links, such as those of object stores, which mostly take a file whole.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(codeOf(error))) throw error;
    await writeInPlace(file, text);
  } finally {
    await rm(part, { force: true });
  }
}

async function writeInPlace(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: "wx", flush: true }).catch(async (error: unknown) => {
    if (codeOf(error) !== "EEXIST") await rm(file, { force: true });
    throw error;
  });
}

/** An address that takes each checkpoint as the body of a POST and answers 2xx. What it is sent proves itself by its signature, and no redirect is followed. */
export function openWebhook(url: string): CheckpointPlace {
  return {
    name: "webhook",
    async push({ note }) {
      const answer = await fetch(url, { method: "POST", body: note, headers: { "content-type": "text/plain; charset=utf-8" }, redirect: "error", signal: AbortSignal.timeout(ANSWER_MS) });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the webhook answered ${answer.status}`);
    },
  };
}

/**
 * A mailbox that others than the database's operators keep: each checkpoint is the whole text of a mail, and its subject names the log and its size. It goes out as mails to single people do. Its Message-ID is
 * made of the note, so that a mailbox may know one again that came twice because its relay broke off.
 */
export function openMailbox(mail: EmailTransport, to: string): CheckpointPlace {
  return {
    name: "mail",
    async push({ size, note }) {
      const log = note.slice(0, note.indexOf("\n"));
      const { outcome, reply } = await mail.send({ to, subject: `Checkpoint ${log} ${size}`, text: note, messageId: `checkpoint-${sha256(note).toString("hex").slice(0, 32)}@amends` });
      if (outcome !== "accepted") throw new Error(`the relay did not take the mail: ${reply}`);
    },
  };
}

/** The places that the settings name. Without one, checkpoints lie in the database alone. */
export function openPlaces(env: Pick<Env, "AUDIT_CHECKPOINT_DIR" | "AUDIT_CHECKPOINT_WEBHOOK" | "AUDIT_CHECKPOINT_MAIL">, mail: EmailTransport): CheckpointPlace[] {
  const { AUDIT_CHECKPOINT_DIR: dir, AUDIT_CHECKPOINT_WEBHOOK: webhook, AUDIT_CHECKPOINT_MAIL: to } = env;
  return [...(dir === undefined ? [] : [openDirectory(dir)]), ...(webhook === undefined ? [] : [openWebhook(webhook)]), ...(to === undefined ? [] : [openMailbox(mail, to)])];
}
