import { createServer, type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { deflateSync } from "node:zlib";
import { PDFDocument, PDFName, PDFRawStream } from "@cantoo/pdf-lib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Inspection } from "@/domain/evidence/types";
import { aHeicPicture, aHugePng, aPdfBomb, aPhotograph, aScreenshot, aStatement, aZip, eicar, packedZeros, SECRET_PLACE } from "@/test/evidence/papers";
import { anInspector } from "@/test/evidence/inspector";
import { inspectMutants, peakOfChildren } from "@/test/evidence/mutants";
import { openInspector } from "./open-inspector";

const inspector = anInspector();
const inspect = (bytes: Buffer) => inspector.inspect(inBlocks(bytes));

/** As it arrives: a stream of blocks. */
function inBlocks(bytes: Buffer): Readable {
  return Readable.from(Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, block) => bytes.subarray(block * 65_536, (block + 1) * 65_536)));
}

function made(verdict: Inspection) {
  if (!verdict.ok) throw new Error(`refused: ${verdict.defect}`);
  return verdict;
}
const bitsApart = (a: Buffer | null, b: Buffer | null) => (a && b ? a.reduce((sum, byte, i) => sum + (byte ^ (b[i] ?? 0)).toString(2).replaceAll("0", "").length, 0) : 64);

describe("pictures", () => {
  it("are made anew, upright, without what else stood in them", async () => {
    const photograph = await aPhotograph();
    expect(photograph.includes(SECRET_PLACE)).toBe(true);
    const { type, bytes } = made(await inspect(photograph));
    const { width, height, exif, orientation } = await sharp(bytes).metadata();
    expect({ type, width, height, exif, orientation }).toEqual({ type: "image/jpeg", width: 240, height: 320, exif: undefined, orientation: undefined });
    expect(bytes.includes(SECRET_PLACE)).toBe(false);
  });

  it("of a telephone come out as JPEG, and all copies of one paper hash alike", async () => {
    const heic = made(await inspect(aHeicPicture()));
    expect(await sharp(heic.bytes).metadata()).toMatchObject({ format: "jpeg", width: 320, height: 240 });
    expect(await inspect(aHeicPicture().subarray(0, -200))).toEqual({ ok: false, defect: "damaged" });
    const png = made(await inspect(await aScreenshot()));
    expect(png.type).toBe("image/png");
    const smaller = made(await inspect(await sharp(await aScreenshot()).resize(200).jpeg({ quality: 60 }).toBuffer()));
    expect(bitsApart(png.perceptualHash, smaller.perceptualHash)).toBeLessThanOrEqual(8);
    const other = made(await inspect(await sharp(await aScreenshot()).flop().png().toBuffer()));
    expect(bitsApart(png.perceptualHash, other.perceptualHash)).toBeGreaterThan(12);
  });

  it("may have a film hung on behind, which goes, and no archive or page", async () => {
    const photograph = await aPhotograph();
    const film = Buffer.concat([photograph, Buffer.from("\0\0\0\u0018ftypmp42"), Buffer.alloc(4_000, 1)]);
    expect(made(await inspect(film)).bytes.includes("ftypmp42")).toBe(false);
    const foreign: Buffer[] = [aZip("a.txt", Buffer.from("a")), Buffer.from("<html><script>alert(1)</script>"), await aStatement()];
    for (const behind of foreign) {
      expect(await inspect(Buffer.concat([photograph, behind]))).toEqual({ ok: false, defect: "hidden-content" });
    }
  });

  it("with more pixels than can be held are refused undecoded", async () => {
    const bomb = aHugePng(50_000);
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await inspect(bomb)).toEqual({ ok: false, defect: "too-many-pixels" });
  });
});

describe("documents", () => {
  it("keep their pages and what was filled in, and nothing that acts", async () => {
    const statement = await aStatement();
    const { type, bytes, perceptualHash } = made(await inspect(statement));
    expect(type).toBe("application/pdf");
    expect(perceptualHash).toHaveLength(8);
    const document = await PDFDocument.load(bytes);
    expect(document.getPageCount()).toBe(1);
    const objects = document.context.enumerateIndirectObjects().map(([, object]) => object.toString()).join("\n");
    expect(objects).not.toMatch(/JavaScript|Launch|URI|OpenAction|EmbeddedFile|Filespec|AcroForm|Metadata/);
    expect(objects).toMatch(/\/Subtype \/Stamp/);
    expect(bytes.includes("Exif")).toBe(false);
    expect(document.getTitle()).toBeUndefined();
  });

  it("lose what was photographed where also from a picture that is packed twice, and are refused with a part that cannot be parsed", async () => {
    const document = await PDFDocument.create();
    const page = document.addPage([100, 100]);
    const twice = document.context.stream(deflateSync(await aPhotograph()), { Type: "XObject", Subtype: "Image", Width: 320, Height: 240, ColorSpace: "DeviceRGB", BitsPerComponent: 8, Filter: ["FlateDecode", "DCTDecode"] });
    page.node.setXObject(PDFName.of("Scan"), document.context.register(twice));
    const { bytes } = made(await inspect(Buffer.from(await document.save({ useObjectStreams: false }))));
    const [picture] = (await PDFDocument.load(bytes)).context.enumerateIndirectObjects().flatMap(([, object]) => (object instanceof PDFRawStream && object.dict.has(PDFName.of("Width")) ? [Buffer.from(object.contents)] : []));
    expect([picture?.readUInt16BE(0), picture?.includes(SECRET_PLACE), bytes.includes(SECRET_PLACE)]).toEqual([0xffd8, false, false]);
    const broken = Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /S /JavaScript /JS (app.alert(1) >\nendobj\ntrailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF\n");
    expect(await inspect(broken)).toEqual({ ok: false, defect: "damaged" });
  });

  it("with a password are refused, and those that merely forbid printing are read", async () => {
    for (const [userPassword, expected] of [["secret", { ok: false, defect: "password" }], ["", { ok: true, type: "application/pdf" }]] as const) {
      const document = await PDFDocument.load(await aStatement());
      document.encrypt({ userPassword, ownerPassword: "owner" });
      expect(await inspect(Buffer.from(await document.save()))).toMatchObject(expected);
    }
  });

  it("that unpack to more than anybody could hold end at the limit", async () => {
    expect(await inspect(aPdfBomb(300, "contents"))).toEqual({ ok: false, defect: "too-complex" });
    expect(await inspect(aPdfBomb(4_000, "ObjStm"))).toEqual({ ok: false, defect: "too-complex" });
  });

  it("that hide so many objects end at what the kernel gives the process", async () => {
    const peak = peakOfChildren();
    await openInspector({ onChild: peak.watch }).inspect(inBlocks(aPdfBomb(4_000, "Obj#53tm")));
    expect(peak.stop()).toBeLessThan(800);
  });

  it("with an archive behind them are refused", async () => {
    expect(await inspect(Buffer.concat([await aStatement(), aZip("a.txt", Buffer.from("a"))]))).toEqual({ ok: false, defect: "hidden-content" });
  });
});

it.each([
  ["a scanner's test file", eicar()],
  ["the same in an archive", aZip("eicar.com", eicar())],
  ["an archive that unpacks to a gigabyte", aZip("zeros", Buffer.alloc(0), packedZeros(1_000_000, 1_000).subarray(2, -4))],
  ["SVG with a script", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
  ["a script before a document", Buffer.concat([Buffer.from("<script>alert(1)</script>"), aPdfBomb(1, "contents")])],
  ["nothing", Buffer.alloc(0)],
  ["one byte", Buffer.from([0xff])],
])("refuses %s by its kind", async (_, bytes) => {
  expect(await inspect(bytes)).toEqual({ ok: false, defect: "type" });
});

it("ends a process that takes too long, and says so of the file", async () => {
  function* endless(): Generator<Buffer> {
    for (;;) yield Buffer.alloc(1);
  }
  const slow = anInspector({ wallMs: 1_500 });
  expect(await slow.inspect(Readable.from(endless()))).toEqual({ ok: false, defect: "too-complex" });
});

it("gives the process nothing that is ours", async () => {
  process.env.AMENDS_KEY = "a key";
  const environments: string[] = [];
  const { readFile } = await import("node:fs/promises");
  const watching: Promise<unknown>[] = [];
  const seen = openInspector({ onChild: (pid) => watching.push(readFile(`/proc/${pid}/environ`, "utf8").then((text) => environments.push(text))) });
  await seen.inspect(inBlocks(await aScreenshot()));
  await Promise.all(watching);
  delete process.env.AMENDS_KEY;
  expect(environments.join("").replaceAll("\0", " ")).not.toMatch(/AMENDS|DATABASE|SECRET/);
});

it("gives the process no connection, and what wants one no answer", async () => {
  const reached: string[] = [];
  const server = createServer((socket) => {
    reached.push("connected");
    socket.on("error", () => undefined).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    // A decoder that was taken over, from the moment at which the process is ready for the file.
    const { port } = server.address() as AddressInfo;
    const taken = `import { connect } from "node:net"; const write = process.stdout.write; process.stdout.write = function (text) { if (text === "R") connect(${port}, "127.0.0.1").on("error", () => {}); return write.apply(this, arguments); };`;
    const program = ["--import", `data:text/javascript,${encodeURIComponent(taken)}`, process.env.AMENDS_TEST_INSPECTOR ?? ""];
    const judge = openInspector({ program });
    expect(await judge.inspect(inBlocks(await aScreenshot()))).toEqual({ ok: false, defect: "too-complex" });
    expect(await judge.judge(inBlocks(await aStatement()))).toBe("too-complex");
    expect(reached).toEqual([]);
  } finally {
    server.close();
  }
});

it("60 damaged files break nothing, and memory stays within 200 MB", { timeout: 300_000 }, async () => {
  const { judged, crossed, peakMegabytes } = await inspectMutants(60, anInspector);
  expect(judged).toBe(60);
  expect(crossed).toEqual([]);
  expect(peakMegabytes).toBeLessThan(200);
});
