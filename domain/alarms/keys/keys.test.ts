import { expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema/audit";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { visitor } from "@/test/lookups";
import { alarmFilter } from "../input";
import { listAlarms } from "../queries";
import { liftKey } from "./lift-key";
import { listKeys } from "./list-keys";
import { noticeKey } from "./notice-key";
import { plantKey } from "./plant-key";

const database = useDatabase();
const security = () => staffContext(database.parts, ["security"]);
const come = (bearer: string) => noticeKey(visitor(database.parts), bearer, "192.0.2.0/24");

it("a planted key raises one alarm however often it comes, until it is lifted, and is kept by its hash alone", async () => {
  const guard = security();
  await expect(plantKey(guard, { place: " " })).rejects.toMatchObject({ fields: { place: ["required"] } });
  await expect(plantKey(staffContext(database.parts, ["admin"]), { place: "wiki" })).rejects.toMatchObject({ reason: "forbidden" });
  await expect(plantKey({ ...guard, actor: { ...guard.actor, proven: false } }, { place: "wiki" })).rejects.toMatchObject({ reason: "stale-proof" });
  const { key } = await plantKey(guard, { place: "the old wiki" });
  const { key: second } = await plantKey(guard, { place: "backup server" });
  expect(key).toMatch(/^amends_live_[\w-]{43}$/);
  expect(await come(`${key.slice(0, -1)}x`)).toBe(key.endsWith("x"));
  expect(await come("amends_live_short")).toBe(false);
  expect(await come(key)).toBe(true);
  expect(await come(key)).toBe(true);
  const [planted] = (await listKeys(guard)).filter(({ place }) => place === "the old wiki");
  const { alarms } = await listAlarms(guard, alarmFilter.parse({}));
  expect(alarms).toMatchObject([{ kind: "canary-key", severity: "critical", objectId: planted?.id, details: { network: "192.0.2.0/24" } }]);
  await liftKey(guard, { keyId: planted?.id });
  await expect(liftKey(guard, { keyId: planted?.id })).rejects.toMatchObject({ reason: "planted-key-lifted" });
  expect(await come(key)).toBe(false);
  expect(await come(second)).toBe(true);
  const { rows } = await database.db.execute<{ text: string }>(sql`select to_jsonb(k)::text as text from canary_keys k union all select to_jsonb(e)::text from ${auditEvents} e`);
  for (const { text } of rows) expect(text).not.toContain(key);
});
