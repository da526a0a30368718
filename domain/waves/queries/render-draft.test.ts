import { expect, it } from "vitest";
import { frameOf } from "@/components/notices/look";
import { demoWording } from "@/db/seed/demo-notice-words";
import { extractText, getDocumentProxy } from "unpdf";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import { Forbidden, Invalid } from "@/domain/kernel/errors";
import { printDraft } from "@/domain/letters/print-draft";
import { renderNotice } from "@/domain/notices/rendering/render-notice";
import { createWave } from "@/domain/waves/create-wave";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncidentWithPeople, PORTAL } from "@/test/waves";
import { previewNotice } from "./preview-notice";
import { renderDraft } from "./render-draft";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const at = { portalUrl: PORTAL };

it("shows words as the wave would send them: the same subject, text, HTML and text message, for each mixture of data and in each language", async () => {
  const { versionId } = await anIncidentWithPeople(database.parts, "ref,email,locale,confirmed,possible\na,a@example.com,ko,names;access-codes,purchases\nb,b@example.com,en,names;physical-addresses,");
  const { id: waveId } = await createWave(comms(), { templateVersionId: versionId, audience: {} });
  const content = demoWording("full");
  const readers = { ko: { confirmed: ["names", "access-codes"], possible: ["purchases"] }, en: { confirmed: ["names", "physical-addresses"], possible: [] } };
  for (const locale of ["ko", "en"] as const) {
    const sent = await previewNotice(comms(), { waveId, locale }, at);
    const look = await renderDraft(comms(), { versionId, locale, content, reader: { ...readers[locale], kinds: ["account-holder"] } }, at);
    const unnumbered = (text: string) => text.replaceAll(/N(-[0•]{4})+/g, "N");
    expect(look).not.toBeNull();
    for (const part of ["subject", "text", "html"] as const) expect(unnumbered(look![part])).toBe(unnumbered(sent[part]));
    expect(unnumbered(look!.sms!.parts.join(""))).toBe(unnumbered(sent.sms!.trim()));
  }
});

it("prints the letter of words that nobody has saved", async () => {
  const { versionId } = await anIncidentWithPeople(database.parts, "ref,email,locale,confirmed\na,a@example.com,ko,names");
  const content = { subject: { ko: "제목", en: "Subject" }, sections: [{ when: {}, text: { ko: "## 하실 일\n\n- 바꾸기", en: "## What to do\n\n- Change **it**" } }] };
  const reader = { confirmed: ["names"], possible: [], kinds: ["account-holder"] };
  const pdf = await printDraft(comms(), { versionId, locale: "en", content, reader }, { ...at, printer: openLetterPrinter() });
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  for (const part of ["Subject", "What to do", "• Change it", "J••• •••••"]) expect(text.replace(/\s+/g, " ")).toContain(part);
});

it("is for those who may read notices, and refuses what could not be stored", async () => {
  await expect(renderDraft(staffContext(database.parts, ["finance"]), {}, at)).rejects.toThrow(Forbidden);
  await expect(renderDraft(comms(), {}, at)).rejects.toThrow(Invalid);
});

it("shows a mail in a frame of its own that loads nothing, with its own dark colours always or never", async () => {
  const shared = { organisation: "하늘몰", "portal-url": "https://notice.haneulmall.example", "contact-desk": "desk", "as-of": "today" };
  const { html } = await renderNotice(demoWording("full"), "en", shared, { confirmed: ["names"], possible: [], kinds: ["account-holder"] }, "N-1");
  const [light, dark] = [frameOf(html, { dark: false, images: true }), frameOf(html, { dark: true, images: false })];
  for (const frame of [light, dark]) {
    expect(frame).toMatch(/<head[^>]*><meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
    expect(frame).not.toContain("prefers-color-scheme");
    expect(frame).not.toContain("light dark");
  }
  expect(light).toContain("@media not all { .paper");
  expect(dark).toContain("@media all { .paper");
  expect(dark).toContain("img-src 'none'");
  // Nothing else of it is changed.
  expect(light.replace(/<meta http-equiv[^>]*>/, "").replaceAll('content="light"', 'content="light dark"').replace("@media not all", "@media (prefers-color-scheme: dark)")).toBe(html);
});
