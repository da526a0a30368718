import { expect, it } from "vitest";
import { makeLogin } from "@/db/access/make-login";
import { openKeyRing } from "@/domain/keys/key-ring";
import { findTokenBearer } from "@/domain/staff/tokens/queries";
import { addCustodian } from "@/domain/keys/register/add-custodian";
import { listKeys } from "@/domain/keys/register/queries";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { processKey, startCli } from "@/test/cli";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aLogin, runAs, withPassword } from "@/test/logins";
import { aStaffMember, aToken } from "@/test/staff";

const database = useDatabase();
const NEXT = Buffer.alloc(32, 6).toString("base64");
const relay = (password: string) => ({ SMTP_URL: `smtp://shop:${password}@127.0.0.1:9` });

it("rotates a relay's password and the key-encryption key, lists both, and the report of whoever left says when all is done", { timeout: 120_000 }, async () => {
  const kek = loadKeyEncryptionKey({ AMENDS_KEY_FILE: undefined, ...processKey });
  const parts = { ...database.parts, keys: openKeyRing(database.db, kek) };
  // As an installation in service runs them: by a worker's login, which has no power of the owner's.
  const url = await makeLogin(database.url, "amends_worker", "of-the-tests");
  const amends = (args: string[], more: Record<string, string> = {}) => startCli(url, args, more).ended;
  expect(await amends(["keys", "rotate", "doors"])).toMatchObject({ status: 2 });
  expect(await amends(["keys", "rotate", "relay-password"], relay("first-password"))).toMatchObject({ status: 1, err: expect.stringContaining("There is no new key yet") as unknown });
  const [first] = await listKeys(systemContext(parts));
  const [security, leaver] = [await aStaffMember(parts, ["security"]), await aStaffMember(parts, ["comms"])];
  await addCustodian(staffContext(parts, ["security"], security.id), { keyId: first?.id, staffId: leaver.id });
  const left = await amends(["staff", "off-board", leaver.email, "has", "left", "today"]);
  expect(left.err).toBe("");
  expect(left.out).toContain(`They knew the key ${first?.id}: rotate it.`);
  expect(left.out).toContain("The off-boarding is not complete");
  const listed = await amends(["keys", "list"]);
  expect(listed.out).toMatch(new RegExp(`${first?.id} +active .*TO BE ROTATED`));
  const rotated = await amends(["keys", "rotate", "relay-password"], relay("second-password"));
  expect(rotated).toMatchObject({ status: 0, out: expect.stringContaining(`${first?.id} is stopped`) as unknown });
  const wrapped = await amends(["keys", "rotate", "key-encryption"], { AMENDS_NEXT_KEY: NEXT });
  expect(wrapped).toMatchObject({ status: 0 });
  const all = await amends(["keys", "list"], { AMENDS_KEY: NEXT });
  expect(all.out.split("\n").map((line) => line.split(/ +/).slice(0, 2).join(" ").replace(/-[0-9a-f]{8} /, " ")).sort()).toEqual(["", "key-encryption active", "key-encryption retired", "relay-password active", "relay-password retired"]);
  for (const secret of ["first-password", "second-password", NEXT, processKey.AMENDS_KEY]) expect(`${listed.out}${all.out}${rotated.out}${wrapped.out}${wrapped.err}`).not.toContain(secret);
  // The old key-encryption key opens nothing any more.
  expect(await amends(["keys", "rotate", "relay-password"], relay("third-password"))).toMatchObject({ status: 1, err: expect.stringContaining("envelope does not open") as unknown });
  const { rows } = await database.db.$client.query<{ open: number }>("select count(*)::int as open from key_tasks where closed_at is null");
  expect(rows).toEqual([{ open: 0 }]);
});

it("rotates an API token by its name: the old one is refused, and a new one for the same person is printed", { timeout: 60_000 }, async () => {
  const parts = { ...database.parts, keys: openKeyRing(database.db, loadKeyEncryptionKey({ AMENDS_KEY_FILE: undefined, AMENDS_KEY: NEXT })) };
  const url = await makeLogin(database.url, "amends_worker", "of-the-tests");
  const amends = (args: string[]) => startCli(url, args, { AMENDS_KEY: NEXT }).ended;
  const auditor = await aStaffMember(parts, ["auditor"]);
  const old = await aToken(parts, auditor.id, "log collector of Haneul Mall");
  expect(await amends(["keys", "rotate", "api-token"])).toMatchObject({ status: 2, err: expect.stringContaining("Name the token.") as unknown });
  expect(await amends(["keys", "rotate", "api-token", "another"])).toMatchObject({ status: 1, err: expect.stringContaining("no living token") as unknown });
  const { status, out, err } = await amends(["keys", "rotate", "api-token", "log collector of Haneul Mall"]);
  expect({ status, err }).toMatchObject({ status: 0 });
  expect(await findTokenBearer(database.db, old)).toBeNull();
  expect(await findTokenBearer(database.db, /amends_live_[\w-]{43}/.exec(out)?.[0] ?? "")).toMatchObject({ staffId: auditor.id });
});

it("gives a login of a person to the database another password, as whoever made it, and prints it once", { timeout: 60_000 }, async () => {
  const worker = await makeLogin(database.url, "amends_worker", "of-the-tests");
  const login = await aLogin(database.url, "amends_audit");
  const amends = (url: string, ...named: string[]) => startCli(url, ["keys", "rotate", "database-login", ...named], { AMENDS_KEY: NEXT }).ended;
  expect(await amends(database.url)).toMatchObject({ status: 2, err: expect.stringContaining("Name the login.") as unknown });
  expect(await amends(database.url, "nobody")).toMatchObject({ status: 1, err: expect.stringContaining("no login of that name") as unknown });
  expect(await amends(worker, login.name)).toMatchObject({ status: 1, err: expect.stringContaining("may not change that one") as unknown });
  expect(await runAs(login.url, "select 1")).toHaveLength(1);
  const { status, out, err } = await amends(database.url, login.name);
  expect({ status, err }).toMatchObject({ status: 0 });
  await expect(runAs(login.url, "select 1")).rejects.toMatchObject({ code: "28P01" });
  expect(await runAs(withPassword(database.url, login.name, /^[\w-]{32}$/m.exec(out)?.[0] ?? ""), "select 1")).toHaveLength(1);
});
