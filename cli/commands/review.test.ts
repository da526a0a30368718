import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { unzipSync, zipSync } from "fflate";
import { afterEach, expect, it, vi } from "vitest";
import { closeCampaign } from "@/domain/access-review/close-campaign";
import { decideReviews } from "@/domain/access-review/decide-reviews";
import { downloadBundle } from "@/domain/access-review/download-bundle";
import { openCampaign } from "@/domain/access-review/open-campaign";
import { listReviews } from "@/domain/access-review/queries";
import { exportLog } from "@/domain/audit/log/export-log";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember } from "@/test/staff";
import { command } from "./review";

const database = useDatabase();
const dir = mkdtempSync(path.join(os.tmpdir(), "amends-review-"));
const said: string[] = [];

afterEach(() => vi.restoreAllMocks());

async function run(...args: string[]): Promise<{ status: number; words: string }> {
  said.length = 0;
  for (const way of ["log", "error"] as const) vi.spyOn(console, way).mockImplementation((line: string) => void said.push(line));
  return { status: await command.run(args), words: said.join("\n") };
}

it("checks the evidence of a review offline, and finds its hash in an export of the audit log", async () => {
  const [first, second] = [await aStaffMember(database.parts, ["admin"]), await aStaffMember(database.parts, ["admin"])];
  const ctx = (id: string) => staffContext(database.parts, ["admin"], id);
  const reason = "is needed in this quarter";
  const campaignId = await openCampaign(ctx(first.id), { reason });
  for (const { id, staffId } of await listReviews(ctx(first.id), { campaignId, show: "all", by: first.id, page: 1 })) await decideReviews(ctx(staffId === first.id ? second.id : first.id), { campaignId, reviews: [id], decision: "keep", reason });
  await closeCampaign(ctx(first.id), { campaignId });
  const [file, changed, log, otherLog] = ["bundle.zip", "changed.zip", "log.jsonl", "other.jsonl"].map((name) => path.join(dir, name)) as [string, string, string, string];
  try {
    writeFileSync(file, await downloadBundle(ctx(first.id), campaignId));
    const whole = unzipSync(readFileSync(file));
    writeFileSync(changed, zipSync({ ...whole, "reviews.csv": whole["reviews.csv"]!.map((byte, i) => (i === 9 ? byte ^ 1 : byte)) }));
    let lines = "";
    await exportLog(systemContext(database.parts), (more) => {
      lines += more;
      return Promise.resolve();
    });
    writeFileSync(log, lines);
    writeFileSync(otherLog, lines.replaceAll("access-review.close", "access-review.other"));

    expect(await run("verify", file)).toMatchObject({ status: 0, words: expect.stringContaining("4 files, each is what the manifest says") as string });
    expect(await run("verify", file, "--log", log)).toMatchObject({ status: 0, words: expect.stringContaining("The audit log holds that hash") as string });
    expect(await run("verify", file, "--log", otherLog)).toMatchObject({ status: 1, words: expect.stringContaining("holds no event") as string });
    expect(await run("verify", changed)).toMatchObject({ status: 1, words: expect.stringContaining("reviews.csv was changed.") as string });
    expect((await run("verify", log)).status).toBe(1);
    for (const wrong of [["verify"], ["verify", path.join(dir, "nothing.zip")], ["show", file], ["verify", file, "--key", "x"]]) expect((await run(...wrong)).status).toBe(2);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
