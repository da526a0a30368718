import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { inflateRawSync } from "node:zlib";
import { eicar } from "./papers";

/** What goes wrong at the other end. */
type ClamdFault = "silent" | "hangs-up" | "garbage" | "size-limit";

export interface FakeClamd {
  url: string;
  fault: ClamdFault | null;
  /** The date of its signatures; null for an engine without any. */
  date: Date | null;
  scanned: number;
  close(): Promise<void>;
}

/** A server that speaks clamd's protocol: it knows one signature, also in an archive, and can be told to fail. Real sockets, real framing. */
export async function startClamd(): Promise<FakeClamd> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    void serve(socket, clamd).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const clamd: FakeClamd = {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: null,
    date: new Date(),
    scanned: 0,
    async close() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return clamd;
}

async function serve(socket: Socket, clamd: FakeClamd): Promise<void> {
  if (clamd.fault === "silent") return;
  const read = reader(socket);
  const command = await read.until(0);
  if (command === "zVERSION") {
    const stamp = clamd.date?.toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+).*$/, "$1 $3 $2 $5 $4");
    socket.end(stamp === undefined ? "ClamAV 1.4.6\0" : `ClamAV 1.4.6/27800/${stamp}\0`);
    return;
  }
  if (command !== "zINSTREAM") {
    socket.end("UNKNOWN COMMAND\0");
    return;
  }
  const blocks: Buffer[] = [];
  for (;;) {
    const length = (await read.bytes(4)).readUInt32BE(0);
    if (length === 0) break;
    blocks.push(await read.bytes(length));
    if (clamd.fault === "hangs-up") return void socket.destroy();
    if (clamd.fault === "size-limit") return void socket.end("INSTREAM size limit exceeded. ERROR\0");
  }
  clamd.scanned += 1;
  const file = Buffer.concat(blocks);
  socket.end(clamd.fault === "garbage" ? "who knows\0" : `stream: ${holdsSignature(file) ? "Eicar-Signature FOUND" : "OK"}\0`);
}

function holdsSignature(file: Buffer): boolean {
  if (file.includes(eicar())) return true;
  if (file.toString("latin1", 0, 4) !== "PK\u0003\u0004") return false;
  const start = 30 + file.readUInt16LE(26) + file.readUInt16LE(28);
  return inflateRawSync(file.subarray(start, start + file.readUInt32LE(18))).includes(eicar());
}

function reader(socket: Socket) {
  const parts = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held = Buffer.alloc(0);
  const more = async () => {
    const next = await parts.next();
    if (next.done) throw new Error("the client hung up");
    held = Buffer.concat([held, next.value]);
  };
  return {
    async until(byte: number): Promise<string> {
      while (!held.includes(byte)) await more();
      const end = held.indexOf(byte);
      const text = held.toString("latin1", 0, end);
      held = held.subarray(end + 1);
      return text;
    },
    async bytes(length: number): Promise<Buffer> {
      while (held.length < length) await more();
      const bytes = held.subarray(0, length);
      held = held.subarray(length);
      return bytes;
    },
  };
}
