import { Console } from "node:console";
import type { Inspection } from "@/domain/evidence/types";
import { guardSockets } from "../outgoing/guard-sockets";

/** The process that reads one file of a stranger: bytes in, verdict out, and nothing else to its name. What it answers is framed as {@link openInspector} reads it. */
async function main(): Promise<void> {
  // Before any decoder is there. What wants a connection here is a file that has got further than it should: it gets none, and no answer either.
  guardSockets([], () => process.exit());
  // Decoders say on the console what they think of a file; the answer goes out on the same line.
  globalThis.console = new Console(process.stderr, process.stderr);
  const inspect = await inspector();
  // From here on, ending without an answer is the file's doing.
  process.stdout.write("R");
  const blocks: Buffer[] = [];
  for await (const block of process.stdin as AsyncIterable<Buffer>) blocks.push(block);
  const { bytes, perceptualHash, ...verdict } = { bytes: null, perceptualHash: null, ...(await inspect(Buffer.concat(blocks))) };
  const head = Buffer.from(JSON.stringify({ ...verdict, perceptualHash: perceptualHash?.toString("hex") ?? null }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  process.stdout.write(Buffer.concat([length, head, bytes ?? Buffer.alloc(0)]));
}

/** What makes a file anew, or, where that is asked, judges a document that stays as it is. */
async function inspector(): Promise<(bytes: Buffer) => Promise<Inspection>> {
  if (process.argv[2] !== "judge") return (await import("./inspect-bytes")).inspectBytes;
  const { judgePdf } = await import("./judge-pdf");
  return async (bytes) => {
    const defect = await judgePdf(bytes);
    return defect ? { ok: false, defect } : { ok: true, type: "application/pdf", bytes: Buffer.alloc(0), perceptualHash: null };
  };
}

await main();
