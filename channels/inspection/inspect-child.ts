import { Console } from "node:console";
import { inspectBytes } from "./inspect-bytes";

/** The process that reads one file of a stranger: bytes in, verdict out, and nothing else to its name. What it answers is framed as {@link openInspector} reads it. */
async function main(): Promise<void> {
  // Decoders say on the console what they think of a file; the answer goes out on the same line.
  globalThis.console = new Console(process.stderr, process.stderr);
  // From here on, ending without an answer is the file's doing.
  process.stdout.write("R");
  const blocks: Buffer[] = [];
  for await (const block of process.stdin as AsyncIterable<Buffer>) blocks.push(block);
  const { bytes, perceptualHash, ...verdict } = { bytes: null, perceptualHash: null, ...(await inspectBytes(Buffer.concat(blocks))) };
  const head = Buffer.from(JSON.stringify({ ...verdict, perceptualHash: perceptualHash?.toString("hex") ?? null }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  process.stdout.write(Buffer.concat([length, head, bytes ?? Buffer.alloc(0)]));
}

await main();
