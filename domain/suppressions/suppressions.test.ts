import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { noticeKinds, updateKinds } from "@/db/values/notice-kinds";
import { withTransaction } from "@/domain/kernel/transaction";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { installationIndex } from "../keys/sealed";
import { addSuppression } from "./add-suppression";
import { liftSuppression } from "./lift-suppression";
import { countSuppressions, findSuppressed, findSuppression } from "./queries";
import { scopesAgainst } from "./rules";
import { releaseContact, suppressContact } from "./suppress-contact";

const database = useDatabase();
const comms = () => staffContext(database.parts, ["comms"]);
const reason = "she wrote that nobody reads this any more";
const unsubscribed = async () => (await countSuppressions(comms())).find(({ scope, reason: why }) => scope === "updates" && why === "unsubscribed");
const indexOf = (address: string) => installationIndex(database.parts.keys, `email:${address}`);

it("keeps from an address what its scope says: updates never keep a notice of another kind from it", async () => {
  await withTransaction(database.parts, async (tx) => {
    await suppressContact(tx, await indexOf("dead@mail.example"), "everything", "bounced");
    await suppressContact(tx, await indexOf("annoyed@mail.example"), "updates", "complained");
  });
  for (const kind of noticeKinds) {
    const suppressed = await findSuppressed(comms(), database.db, kind, "email", ["dead@mail.example", "annoyed@mail.example", "reader@mail.example"]);
    expect(suppressed, kind).toEqual([true, updateKinds.includes(kind), false]);
    expect(scopesAgainst(kind)).toContain("everything");
  }
  expect(await findSuppressed(comms(), database.db, "first", "phone", ["dead@mail.example"])).toEqual([false]);
  expect(await findSuppressed(comms(), database.db, "first", "email", [])).toEqual([]);
});

describe("by hand", () => {
  it("is entered once per scope, found however the address is written, and lifted; each with its reason in the audit and the address nowhere", async () => {
    await addSuppression(comms(), { contact: "Seoyeon.Park@mail.example", scope: "everything", reason });
    await expect(addSuppression(comms(), { contact: "seoyeon.park@MAIL.example", scope: "everything", reason })).rejects.toThrow("suppressed-already");
    await addSuppression(comms(), { contact: "seoyeon.park@mail.example", scope: "updates", reason });
    expect(await findSuppression(comms(), { contact: " SEOYEON.park@mail.example" })).toMatchObject({ contact: "s•••@mail.example", suppressions: [{ scope: "everything", reason: "asked" }, { scope: "updates", reason: "asked" }] });
    await liftSuppression(comms(), { contact: "seoyeon.park@mail.example", scope: "everything", reason });
    await expect(liftSuppression(comms(), { contact: "seoyeon.park@mail.example", scope: "everything", reason })).rejects.toThrow("not-suppressed");
    expect((await findSuppression(comms(), { contact: "seoyeon.park@mail.example" })).suppressions).toMatchObject([{ scope: "updates" }]);
    const { rows } = await database.db.execute<{ action: string; reason: string | null; object_id: string | null }>(sql`select action, reason, object_id from audit_events where action like 'suppression.%' order by id`);
    expect(rows.map(({ action }) => action)).toEqual(["suppression.add", "suppression.add", "suppression.look", "suppression.lift", "suppression.look"]);
    expect(rows[3]).toEqual({ action: "suppression.lift", reason, object_id: rows[0]?.object_id });
    expect(JSON.stringify(rows)).not.toMatch(/seoyeon|mail\.example/i);
  });

  it("takes telephone numbers, too, and says what is neither", async () => {
    await addSuppression(comms(), { contact: "010-2345-6789", scope: "everything", reason });
    expect(await findSuppression(comms(), { contact: "+82 10 2345 6789" })).toMatchObject({ contact: "010-••••-••89", suppressions: [{ scope: "everything" }] });
    expect(await findSuppressed(comms(), database.db, "first", "phone", ["+821023456789"])).toEqual([true]);
    await expect(findSuppression(comms(), { contact: "seoyeon" })).rejects.toMatchObject({ fields: { contact: ["phone-malformed"] } });
    await expect(findSuppression(comms(), { contact: "a@b@c" })).rejects.toMatchObject({ fields: { contact: ["email-two-ats"] } });
    await expect(addSuppression(comms(), { contact: "a@mail.example", scope: "all", reason: "no" })).rejects.toMatchObject({ fields: { scope: ["choose-one"], reason: ["reason-too-short"] } });
  });

  it("is looked at and changed by those who may", async () => {
    const finance = staffContext(database.parts, ["finance"]);
    const auditor = staffContext(database.parts, ["auditor"]);
    await expect(findSuppression(finance, { contact: "a@mail.example" })).rejects.toThrow("forbidden");
    await expect(countSuppressions(finance)).rejects.toThrow("forbidden");
    await expect(addSuppression(auditor, { contact: "a@mail.example", scope: "updates", reason })).rejects.toThrow("forbidden");
    await expect(liftSuppression(auditor, { contact: "a@mail.example", scope: "updates", reason })).rejects.toThrow("forbidden");
    expect((await findSuppression(auditor, { contact: "a@mail.example" })).suppressions).toEqual([]);
  });
});

it("counts what is entered and taken back, also when many do so at once", async () => {
  const indexes = await Promise.all(Array.from({ length: 40 }, (_, i) => indexOf(`person${i}@many.example`)));
  const twice = [...indexes, ...indexes];
  const added = await Promise.all(twice.map((index) => withTransaction(database.parts, (tx) => suppressContact(tx, index, "updates", "unsubscribed"))));
  expect(added.filter(Boolean)).toHaveLength(40);
  expect(await unsubscribed()).toEqual({ scope: "updates", reason: "unsubscribed", addresses: 40 });
  const released = await Promise.all(twice.map((index) => withTransaction(database.parts, (tx) => releaseContact(tx, index, "updates", ["unsubscribed", "complained"]))));
  expect(released.filter(Boolean)).toHaveLength(40);
  expect(await unsubscribed()).toMatchObject({ addresses: 0 });
});
