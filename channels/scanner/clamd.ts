import { connect, type Socket } from "node:net";
import type { Scan, Scanner } from "@/domain/evidence/types";
import type { Logger } from "@/lib/logger";

const HOUR_MS = 3_600_000;
/** Silence that counts as no answer; a large document takes a while. */
const SILENCE_MS = 60_000;
const MOST_ANSWER = 4_096;
/** clamd's own default for one block is larger; a stream is cut at `StreamMaxLength`, 100 MB unless set. */
const BLOCK = 65_536;

interface ClamdOptions {
  /** `tcp://host:port` or `unix:/path`. */
  url: string;
  /** Signatures older than this are no longer believed; null believes any, which is for tests of the protocol. */
  maxAgeHours: number | null;
  log: Logger;
  silenceMs?: number;
}

/**
 * Speak to clamd over its socket: `zVERSION` for the age of its signatures, `zINSTREAM` for a file (clamd(8)). Whatever is no clear answer is `unavailable`: a file is
 * never clean because nobody looked.
 */
export function openClamd({ url, maxAgeHours, log, silenceMs = SILENCE_MS }: ClamdOptions): Scanner {
  const dial = () => openSocket(url, silenceMs);
  const ready = async (): Promise<boolean> => {
    try {
      const age = signatureAge(await ask(dial(), "zVERSION\0"));
      if (maxAgeHours === null) return true;
      if (age !== null && age <= maxAgeHours * HOUR_MS) return true;
      log.error({ hours: age === null ? null : Math.round(age / HOUR_MS) }, "the virus scanner's signatures are too old or unknown");
    } catch (error) {
      log.error({ err: error }, "the virus scanner does not answer");
    }
    return false;
  };
  return {
    ready,
    async scan(bytes) {
      if (!(await ready())) return "unavailable";
      const failed: { source?: unknown } = {};
      try {
        return readVerdict(await ask(dial(), "zINSTREAM\0", framed(noted(bytes, failed))), log);
      } catch (error) {
        // The file itself could not be read: that says nothing about the scanner.
        if ("source" in failed) throw failed.source;
        log.error({ err: error }, "the virus scanner broke off");
        return "unavailable";
      }
    },
  };
}

function openSocket(url: string, silenceMs: number): Socket {
  const { protocol, hostname, port, pathname } = new URL(url);
  const socket = protocol === "unix:" ? connect(decodeURIComponent(pathname)) : connect({ host: hostname.replaceAll(/[[\]]/g, ""), port: Number(port || 3310) });
  return socket.setTimeout(silenceMs, () => socket.destroy(new Error("the scanner said nothing for too long")));
}

async function* noted(bytes: AsyncIterable<Buffer>, failed: { source?: unknown }): AsyncGenerator<Buffer> {
  try {
    yield* bytes;
  } catch (error) {
    failed.source = error;
    throw error;
  }
}

/** Each block with its length before it, and a length of zero at the end. */
async function* framed(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const part of bytes) {
    for (let at = 0; at < part.length; at += BLOCK) {
      const block = part.subarray(at, at + BLOCK);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(block.length);
      yield Buffer.concat([length, block]);
    }
  }
  yield Buffer.alloc(4);
}

/** Say something and read the one answer, which ends with a zero byte or the connection. */
async function ask(socket: Socket, command: string, blocks?: AsyncIterable<Buffer>): Promise<string> {
  const answer = new Promise<string>((resolve, reject) => {
    let text = "";
    socket.on("data", (part) => {
      text += part.toString("utf8");
      if (text.includes("\0") || text.length > MOST_ANSWER) resolve(text);
    });
    socket.once("end", () => resolve(text));
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the scanner hung up")));
  });
  const closed = answer.then(() => undefined, () => undefined);
  try {
    socket.write(command);
    // A scanner that has seen enough answers in the middle of the file.
    for await (const block of blocks ?? []) {
      if (socket.destroyed) break;
      if (!socket.write(block)) await Promise.race([new Promise<void>((resolve) => socket.once("drain", resolve)), closed]);
    }
    return (await answer).replace(/\0.*$/s, "").trim();
  } finally {
    socket.destroy();
    await closed;
  }
}

/** `ClamAV 1.4.3/27800/Fri Nov 28 08:30:00 2025`: engine, number and date of the daily signatures. Null where it has none. */
function signatureAge(version: string): number | null {
  const [, date] = /^ClamAV [^/]*\/\d+\/(.+)$/.exec(version) ?? [];
  const built = Date.parse(`${date ?? ""} UTC`);
  return Number.isNaN(built) ? null : Date.now() - built;
}

function readVerdict(answer: string, log: Logger): Scan {
  if (answer === "stream: OK") return "clean";
  if (/^stream: .+ FOUND$/.test(answer)) return "malware";
  log.error({ answer: answer.slice(0, 100) }, "the virus scanner gave no verdict");
  return "unavailable";
}
