import { PDFDocument, PDFName, PDFString, StandardFonts } from "@cantoo/pdf-lib";
import sharp from "sharp";
import { expect, it } from "vitest";
import { demoDocument } from "@/db/seed/demo-document";
import { aPdfBomb, aZip } from "@/test/evidence/papers";
import { judgePdf } from "./judge-pdf";

type Change = (document: PDFDocument) => unknown;

/** A page with a link and a picture, changed. */
async function aPage(change: Change = () => undefined, options: { useObjectStreams?: boolean } = {}): Promise<Buffer> {
  const document = await PDFDocument.create();
  const page = document.addPage([300, 400]);
  page.drawText("What to prepare", { x: 20, y: 350, font: await document.embedFont(StandardFonts.Helvetica) });
  page.drawImage(await document.embedJpg(await sharp({ create: { width: 160, height: 120, channels: 3, background: "#0a5f66" } }).jpeg().toBuffer()), { x: 20, y: 100, width: 160, height: 120 });
  page.node.addAnnot(document.context.register(document.context.obj({ Type: "Annot", Subtype: "Link", Rect: [0, 0, 10, 10], A: { Type: "Action", S: "URI", URI: PDFString.of("https://haneulmall.example/") } })));
  await change(document);
  return Buffer.from(await document.save({ useObjectStreams: true, ...options }));
}

const opens = (action: Record<string, unknown>): Change => (document) => document.catalog.set(PDFName.of("OpenAction"), document.context.obj(action as never));

it.each([
  ["the demo's own", () => demoDocument()],
  ["one with a link and a picture", () => aPage()],
  ["one that opens at a page", () => aPage((document) => document.catalog.set(PDFName.of("OpenAction"), document.context.obj([document.getPage(0).ref, "Fit"])))],
  ["one with a form to be filled by hand", () => aPage((document) => document.getForm().createTextField("name").addToPage(document.getPage(0), { x: 20, y: 20, width: 100, height: 20 }))],
])("takes %s", async (_, make) => {
  expect(await judgePdf(await make())).toBeNull();
});

it.each([
  ["a script alone", () => aPage((document) => document.addJavaScript("open", "app.alert(1)"))],
  ["a script in plain objects", () => aPage(opens({ S: "JavaScript", JS: PDFString.of("app.alert(1)") }), { useObjectStreams: false })],
  ["an action whose kind stands elsewhere", () => aPage((document) => opens({ S: document.context.register(PDFName.of("Launch")), F: PDFString.of("cmd.exe") })(document))],
  ["another document to go to", () => aPage(opens({ S: "GoToR", F: PDFString.of("other.pdf") }))],
  ["a form that sends itself", () => aPage(opens({ S: "SubmitForm", F: PDFString.of("https://elsewhere.example/") }))],
  ["a file inside", () => aPage((document) => document.attach(Buffer.from("MZ"), "a.exe", { mimeType: "application/octet-stream" }))],
  ["a form that is a program", () => aPage((document) => document.catalog.set(PDFName.of("AcroForm"), document.context.obj({ XFA: [], Fields: [] })))],
  ["a film", () => aPage((document) => document.getPage(0).node.addAnnot(document.context.register(document.context.obj({ Type: "Annot", Subtype: "RichMedia", Rect: [0, 0, 1, 1] }))))],
  ["an archive behind it", async () => Buffer.concat([await aPage(), aZip("a.txt", Buffer.from("a"))])],
  ["a script in bytes that no parser reads", async () => Buffer.concat([Buffer.from("%PDF-1.7\n%/S /JavaScript\n"), (await aPage()).subarray(9)])],
])("refuses %s", async (_, make) => {
  expect(await judgePdf(await make())).toBe("hidden-content");
});

it("refuses what is locked, damaged, too much, or no PDF", async () => {
  const locked = await PDFDocument.load(await aPage());
  locked.encrypt({ userPassword: "", ownerPassword: "owner" });
  expect(await judgePdf(Buffer.from(await locked.save()))).toBe("password");
  const whole = await aPage(undefined, { useObjectStreams: false });
  expect(await judgePdf(whole.subarray(0, 200))).toBe("damaged");
  expect(await judgePdf(aPdfBomb(300, "contents"))).toBe("too-complex");
  expect(await judgePdf(aPdfBomb(400, "ObjStm"))).toBe("too-complex");
  expect(await judgePdf(Buffer.from("<html>%PDF-1.7"))).toBe("type");
});
