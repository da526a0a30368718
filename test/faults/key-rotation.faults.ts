import { expect, it, vi } from "vitest";
import { makeLogin } from "@/db/access/make-login";
import { keyKinds } from "@/db/values/key-kinds";
import { INSTALLATION, openKeyRing } from "@/domain/keys/key-ring";
import { listKeys } from "@/domain/keys/register/queries";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { aSealedLog } from "@/test/audit-log";
import { processKey, startCli } from "@/test/cli";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { NEXT_KEK, PERSONAL_LOGIN, waysToRotate } from "@/test/every-key";
import { aLogin } from "@/test/logins";
import { anIncidentOfMany, checkAllTheWhile, expectInstallationKeyGone, expectKeyGone, lookAllTheWhile, suppressMany } from "@/test/rotating-index";
import { aStaffMember, aToken } from "@/test/staff";

const database = useDatabase();
const PEOPLE = 1_000_000;
const processes = 3;

/** Run `amends keys rotate`, kill it at each of these shares of its work and run it again, to the end. @returns how many seconds that took */
async function rotateKilled(url: string, args: string[], shares: number[]): Promise<number> {
  const began = performance.now();
  const run = () => startCli(url, ["keys", "rotate", ...args]);
  for (const share of shares) {
    const running = run();
    const reached = () => Math.max(0, ...[...running.errors().matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent)));
    await vi.waitFor(() => expect(reached()).toBeGreaterThanOrEqual(share), { timeout: 400_000, interval: 20 });
    expect(running.child.kill("SIGKILL")).toBe(true);
    expect((await running.ended).status).toBeNull();
  }
  expect(await run().ended).toMatchObject({ status: 0 });
  return (performance.now() - began) / 1000;
}

it("every kind of key is rotated over a million people, index keys by a process that is killed twice, and no lookup fails meanwhile", { timeout: 1_180_000 }, async () => {
  const kek = loadKeyEncryptionKey({ AMENDS_KEY_FILE: undefined, ...processKey, AMENDS_NEXT_KEY: NEXT_KEK });
  const parts = { ...database.parts, keys: openKeyRing(database.db, kek) };
  const says = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
  const { id: incidentId } = await anIncidentOfMany(parts, PEOPLE);
  await suppressMany(parts, PEOPLE);
  await aSealedLog(parts, { events: 10, checkpoints: 1 });
  says(`${PEOPLE} people and as many suppressed addresses are there`);
  const [old, oldOfAll] = [await parts.keys.current("blind-index", incidentId), await parts.keys.current("blind-index", INSTALLATION)];
  const url = await makeLogin(database.url, "amends_worker", "first-password");
  const looking = lookAllTheWhile(database.url, kek, { incidentId, people: PEOPLE, processes });
  const checking = checkAllTheWhile(database.url, kek, { addresses: PEOPLE, processes });

  const soFar = () => {
    const [found, kept] = [looking.soFar(), checking.soFar()];
    expect([...found.failed, ...kept.failed].slice(0, 5)).toEqual([]);
    return `${found.lookups} lookups meanwhile, none failed, the slowest took ${found.slowestMs.toFixed(0)} ms; ${kept.lookups} looks for suppressed addresses, none failed, the slowest took ${kept.slowestMs.toFixed(0)} ms`;
  };
  says(`index key of the incident: ${(await rotateKilled(url, ["blind-index", incidentId], [20, 60])).toFixed(0)} s with two kills; ${soFar()}`);
  says(`index key of the installation: ${(await rotateKilled(url, ["installation-index"], [20, 60])).toFixed(0)} s with two kills; ${soFar()}`);
  await aToken(parts, (await aStaffMember(parts, ["auditor"])).id, "log collector");
  await aLogin(database.url, "amends_read", { name: PERSONAL_LOGIN });
  const ways = waysToRotate((password) => Object.assign(new URL(url), { password }).href);
  // The key-encryption key last: what was given to the processes after it is the new one.
  for (const kind of keyKinds.filter((each) => !["blind-index", "installation-index", "key-encryption"].includes(each))) {
    const way = ways[kind];
    if (way.kept === "settings") expect(await startCli(url, ["keys", "rotate", kind], way.before).ended).toMatchObject({ status: 1, err: expect.stringContaining("There is no new key yet") as unknown });
    if (kind === "database-password") await makeLogin(database.url, "amends_worker", "second-password");
    const named = way.kept === "database" && way.named !== undefined ? [way.named] : [];
    // The login of a person is changed by whoever made it.
    expect(await startCli(kind === "database-login" ? database.url : url, ["keys", "rotate", kind, ...named], way.kept === "settings" ? way.after : {}).ended).toMatchObject({ status: 0 });
    if (kind === "database-password") await makeLogin(database.url, "amends_worker", "first-password");
  }
  expect(await startCli(url, ["keys", "rotate", "key-encryption"], { AMENDS_NEXT_KEY: NEXT_KEK }).ended).toMatchObject({ status: 0 });
  const [found, kept] = [await looking.stop(), await checking.stop()];

  expect(found.failed.slice(0, 5)).toEqual([]);
  expect(kept.failed.slice(0, 5)).toEqual([]);
  expect(Math.min(found.lookups, kept.lookups)).toBeGreaterThan(1_000);
  await expectKeyGone(parts, { incidentId, people: PEOPLE, old }, openKeyRing(database.db, kek));
  await expectInstallationKeyGone(parts, { addresses: PEOPLE, old: oldOfAll }, openKeyRing(database.db, kek));
  const keys = await listKeys(systemContext(parts));
  for (const kind of keyKinds) expect(new Set(keys.filter((key) => key.kind === kind).map(({ state }) => (state === "active" ? "new" : state === "next" ? "waits" : "old")))).toEqual(new Set(["new", "old"]));
  says(`every kind of key: ${soFar()}`);
});
