import { readFileSync } from "node:fs";
import { PDFDocument, PDFRawStream } from "@cantoo/pdf-lib";
import sharp from "sharp";
import type { openInspector } from "@/channels/inspection/open-inspector";
import { readJpegSegments } from "@/channels/inspection/picture-frame";
import type { Inspection } from "@/domain/evidence/types";
import { aHeicPicture, aPhotograph, aScreenshot, aStatement, mutate, numbers, SECRET_PLACE } from "./papers";

const AT_ONCE = 2;
const ACTIVE = /JavaScript|\/Launch|\/URI|EmbeddedFile|\/OpenAction/;

/** Inspect so many damaged papers. `crossed` says of each that went through what it should not have; the peak is what this process grew by and the largest process beside it had. */
export async function inspectMutants(count: number, open: typeof openInspector): Promise<{ judged: number; crossed: string[]; peakMegabytes: number }> {
  const papers = [await aPhotograph(), await aScreenshot(), aHeicPicture(), await aStatement()];
  const below = numbers(20_251_129);
  const peak = peakOfChildren();
  const inspector = open({ onChild: peak.watch });
  const crossed: string[] = [];
  let judged = 0;
  const next = async (): Promise<void> => {
    while (judged < count) {
      const number = judged++;
      const file = mutate(papers[below(papers.length)] ?? Buffer.alloc(1), papers[below(papers.length)] ?? Buffer.alloc(1), below);
      const wrong = await whyNot(await inspector.inspect(asStream(file)));
      if (wrong) crossed.push(`${number}: ${wrong}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return { judged, crossed, peakMegabytes: peak.stop() };
}

/** Measure, in megabytes, what this process grows by together with the most that one of its children holds. */
export function peakOfChildren(): { watch: (pid: number) => void; stop: () => number } {
  const children = new Set<number>();
  const before = process.memoryUsage().rss;
  let grown = 0;
  let child = 0;
  const timer = setInterval(() => {
    grown = Math.max(grown, process.memoryUsage().rss - before);
    for (const pid of children) {
      const bytes = residentBytes(pid);
      if (bytes === null) children.delete(pid);
      else child = Math.max(child, bytes);
    }
  }, 10);
  return {
    watch: (pid) => void children.add(pid),
    stop() {
      clearInterval(timer);
      return (grown + child) / 1e6;
    },
  };
}

async function* asStream(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

/** What goes through is whole, of the kind it is said to be, and without what the paper must lose. */
async function whyNot(verdict: Inspection): Promise<string | null> {
  if (!verdict.ok) return null;
  if (verdict.type === "application/pdf") return whyNotDocument(verdict.bytes);
  if (verdict.bytes.includes(SECRET_PLACE)) return "metadata";
  return (await sharp(verdict.bytes).stats()).channels.length > 0 ? null : "no picture";
}

/** Bytes of another paper that lie in the middle of a stream are noise; where a reader would look for metadata there is none. */
async function whyNotDocument(bytes: Buffer): Promise<string | null> {
  for (const [, object] of (await PDFDocument.load(bytes)).context.enumerateIndirectObjects()) {
    const stream = object instanceof PDFRawStream;
    const text = stream ? object.dict.toString() : object.toString();
    if (ACTIVE.test(text)) return "active content";
    const jpeg = stream ? (readJpegSegments(Buffer.from(object.contents)) ?? []) : [];
    if (text.includes(SECRET_PLACE) || jpeg.some(({ marker }) => marker === 0xfe || (marker > 0xe0 && marker < 0xee))) return "metadata";
  }
  return null;
}

function residentBytes(pid: number): number | null {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? 0) * 1024;
  } catch {
    return null;
  }
}
