import { expect, it, onTestFinished } from "vitest";
import { openPageFetcher } from "@/channels/posting/fetch-page";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncidentToPost, aStandingPosting, aWebServer } from "@/test/postings";
import { mintContext } from "../kernel/mint-context";
import { checkPostings } from "./check-postings";
import { getPosting, listServedFiles, readServedBytes } from "./queries";
import { postingPath } from "./rules";

const database = useDatabase();

it("looks at every posting by its public address, keeps what it found, and tells when one is not as it was published", async () => {
  const { versionId } = await anIncidentToPost(database.parts);
  const postingId = await aStandingPosting(database.parts, versionId);
  const served = new Map<string, Buffer>();
  for (const file of await listServedFiles(database.db)) served.set(postingPath(file), (await readServedBytes(database.db, file.hash))!);
  const held = { broken: new Map<string, { status: number; body: string; headers?: Record<string, string> }>(), asked: 0 };
  const server = await aWebServer((path) => {
    held.asked += 1;
    return held.broken.get(path) ?? { status: 200, body: served.get(path) ?? "" };
  });
  const end = { done: false };
  onTestFinished(() => (end.done ? undefined : server.close()));
  const pages = openPageFetcher();
  // One minute later with each look.
  let minute = 0;
  const look = () => checkPostings(mintContext({ ...database.parts, clock: { now: () => new Date(Date.UTC(2026, 11, 1, 0, minute++)) } }, { kind: "system", job: "test" } as const), { pages, portalUrl: server.url });
  const log = async () => (await getPosting(staffContext(database.parts, ["auditor"]), postingId)).checks.filter(({ locale }) => locale === "ko").map(({ result, checks }) => [result, checks]);
  const missing = async () => (await getPosting(staffContext(database.parts, ["auditor"]), postingId)).missing;

  await look();
  await look();
  expect(await log()).toEqual([["stands", 2]]);
  expect([held.asked, await missing()]).toEqual([4, []]);

  const korean = [...served.keys()].find((path) => path.startsWith("/ko/"))!;
  held.broken.set(korean, { status: 200, body: `${served.get(korean)!.toString("utf8")} ` });
  await look();
  expect([await log(), await missing()]).toEqual([[["differs", 1], ["stands", 2]], ["ko"]]);
  held.broken.set(korean, { status: 404, body: "" });
  await look();
  held.broken.set(korean, { status: 302, body: "", headers: { location: "/elsewhere" } });
  await look();
  held.broken.clear();
  await look();
  expect([await log(), await missing()]).toEqual([[["stands", 1], ["moved", 1], ["refused", 1], ["differs", 1], ["stands", 2]], []]);
  await server.close();
  end.done = true;
  await look();
  expect((await log())[0]).toEqual(["unreachable", 1]);
  await expect(checkPostings(staffContext(database.parts, ["approver"]), { pages, portalUrl: server.url })).rejects.toThrow("forbidden");

  for (const change of ["update posting_checks set result = 'stands'", "update posting_checks set checks = checks + 2", "delete from posting_checks"]) await expect(database.db.$client.query(change)).rejects.toThrow(/only grows/);
});
