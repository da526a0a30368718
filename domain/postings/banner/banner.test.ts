import { randomUUID } from "node:crypto";
import { expect, it, onTestFinished } from "vitest";
import { openOutsideFetcher } from "@/channels/posting/fetch-page";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncidentToPost, aStandingPosting, aWebServer } from "@/test/postings";
import { PORTAL } from "@/test/waves";
import { checkBannerPages } from "./check-banner-pages";
import { proposeBannerPage } from "./propose-banner-page";
import { listBannerPages } from "./queries";
import { registerBannerPage } from "./register-banner-page";
import { removeBannerPage } from "./remove-banner-page";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const approver = () => staffContext(database.parts, ["approver"]);

it("opens a page once a second person has registered it, and tells when the link to the posting is gone", async () => {
  const { slug, versionId } = await anIncidentToPost(database.parts);
  const postingId = await aStandingPosting(database.parts, versionId);
  const link = `${PORTAL}/ko/${slug}/postings/1`;
  const held = { body: `<p><a class="x" href='${link}'>공지</a></p>`, status: 200, asked: 0 };
  const server = await aWebServer(() => {
    held.asked += 1;
    return held;
  });
  onTestFinished(() => server.close());
  const url = `${server.url}/front`;
  const author = staffContext(database.parts, ["comms", "approver"]);
  await expect(proposeBannerPage(author, { postingId, url: "ftp://haneulmall.example/" })).rejects.toMatchObject({ fields: { url: ["banner-url"] } });
  await expect(proposeBannerPage(author, { postingId, url: "https://user:secret@haneulmall.example/" })).rejects.toMatchObject({ fields: { url: ["banner-url"] } });
  await proposeBannerPage(author, { postingId, url: `${url}#top` });
  await expect(proposeBannerPage(comms(), { postingId, url })).rejects.toMatchObject({ fields: { url: ["banner-known"] } });
  const look = (exceptions: string) => checkBannerPages(systemContext(database.parts), { outside: openOutsideFetcher(exceptions), portalUrl: PORTAL });
  const { host } = new URL(url);
  await look(host);
  expect(held.asked).toBe(0);
  const [page] = await listBannerPages(comms(), postingId);
  const pageId = page!.id;
  await expect(registerBannerPage(author, { pageId })).rejects.toThrow("second-person");
  const stale = approver();
  await expect(registerBannerPage({ ...stale, actor: { ...stale.actor, proven: false } }, { pageId })).rejects.toThrow("stale-proof");
  await registerBannerPage(approver(), { pageId });
  await expect(registerBannerPage(approver(), { pageId })).rejects.toThrow("banner-not-proposed");

  const log = async () => (await listBannerPages(comms(), postingId))[0]!.checks.map(({ result, detail, checks }) => [result, detail, checks]);
  await look(host);
  await look(host);
  held.body = `<!-- <a href="${link}">old</a> -->`;
  await look(host);
  held.status = 500;
  await look(host);
  const asked = held.asked;
  // Without the exception a page of the inside is not opened at all.
  await look("");
  expect(await log()).toEqual([["unreachable", "PORT_NOT_ALLOWED", 1], ["refused", "500", 1], ["not-linked", "", 1], ["linked", "", 2]]);
  expect(held.asked).toBe(asked);
  await removeBannerPage(comms(), { pageId });
  await look(host);
  expect(held.asked).toBe(asked);
  await expect(database.db.$client.query("update banner_checks set result = 'linked'")).rejects.toThrow(/only grows/);
  await expect(database.db.$client.query("insert into banner_pages (posting_id, url, state, proposed_by, registered_by, registered_at) values ($1, 'https://x.example/', 'registered', $2, $2, now())", [postingId, randomUUID()])).rejects.toThrow(/check constraint/);
});
