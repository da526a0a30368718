import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { datasets, imports, subjectLinks } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { importText, publish } from "@/test/imports";
import { anIncident } from "@/test/incidents";
import { Conflict, Forbidden } from "../kernel/errors";
import { contactIndex } from "../keys/sealed";
import { canonicalEmail } from "../keys/canonical-contact";
import { dropDraft } from "./drop-draft";
import { publishDataset } from "./publish-dataset";
import { startImport } from "./start-import";
import { countNamedBy, listRecordsOfContact, openSubject } from "./subject-records";
import { withdrawDataset } from "./withdraw-dataset";

const database = useDatabase();
const head = "ref,email,confirmed";

/** What the public sees of each address: the confirmed classes as a number, or null. */
async function seen(incidentId: string, ...refs: string[]): Promise<(number | null)[]> {
  return Promise.all(
    refs.map(async (ref) => {
      const email = canonicalEmail(`${ref}@example.com`);
      if (!email.ok) throw new Error("not an address");
      const found = await listRecordsOfContact(database.parts, incidentId, "email", await contactIndex(database.parts.keys, incidentId, "email", email.value));
      return found?.records[0] ? Number(found.records[0].confirmed) : null;
    }),
  );
}

const row = (ref: string, ...classes: string[]) => `${ref},${ref}@example.com,${classes.join(";")}`;
const file = (...rows: string[]) => [head, ...rows].join("\n");
const withdraw = (incidentId: string, version: number) => withdrawDataset(staffContext(database.parts, ["approver"]), { incidentId, version, reason: "an error in the source" });

it("shows the published state through publish 1, 2; withdraw 2; publish 3; drop 4; publish 5", async () => {
  const { id } = await anIncident(database.db);
  const people = ["a", "b", "c", "d"] as const;

  await importText(database.parts, id, file(row("a", "names"), row("b", "names")));
  expect(await seen(id, ...people)).toEqual([null, null, null, null]);
  await publish(database.parts, id, 1);
  expect(await seen(id, ...people)).toEqual([1, 1, null, null]);

  // 2 changes a, replaces nothing else, adds c.
  const second = await importText(database.parts, id, file(row("a", "names", "email-addresses"), row("b", "names"), row("c", "names")));
  expect(second).toMatchObject({ version: 2, added: 1, changed: 1, removed: 0, people: 3 });
  expect(await seen(id, ...people)).toEqual([1, 1, null, null]);
  await publish(database.parts, id, 2);
  expect(await seen(id, ...people)).toEqual([3, 1, 1, null]);

  expect(await withdraw(id, 2)).toEqual({ publishedVersion: 1 });
  expect(await seen(id, ...people)).toEqual([1, 1, null, null]);

  // 3 adds d to what is published: what only 2 said is gone, for a and c too.
  const third = await importText(database.parts, id, file(row("d", "purchases")));
  expect(third).toMatchObject({ version: 3, added: 1, changed: 0, removed: 0, people: 3 });
  await publish(database.parts, id, 3);
  expect(await seen(id, ...people)).toEqual([1, 1, null, 32]);

  const fourth = await importText(database.parts, id, file(row("a", "purchases"), row("c", "purchases")));
  expect(fourth).toMatchObject({ version: 4, added: 1, changed: 1, people: 4 });
  await dropDraft(staffContext(database.parts, ["security"]), { incidentId: id, version: 4 });
  expect(await seen(id, ...people)).toEqual([1, 1, null, 32]);

  const fifth = await importText(database.parts, id, file(row("b", "names", "access-codes")), "amend");
  expect(fifth).toMatchObject({ version: 5, added: 0, changed: 1, removed: 0, people: 3 });
  await publish(database.parts, id, 5);
  expect(await seen(id, ...people)).toEqual([1, 17, null, 32]);

  const states = await database.db.select({ version: datasets.version, state: datasets.state }).from(datasets).where(eq(datasets.incidentId, id)).orderBy(datasets.version);
  expect(states.map((dataset) => dataset.state)).toEqual(["published", "withdrawn", "published", "dropped", "published"]);
});

it("keeps a person's number across versions by reference alone, and seals what was imported", async () => {
  const { id } = await anIncident(database.db);
  await importText(database.parts, id, file("a,Old@example.com,names"));
  await publish(database.parts, id, 1);
  await importText(database.parts, id, file("z,z@example.com,names", "a,New@example.com,names"));
  await publish(database.parts, id, 2);
  const find = async (email: string) => {
    const found = await listRecordsOfContact(database.parts, id, "email", await contactIndex(database.parts.keys, id, "email", email));
    return found?.records ?? [];
  };
  expect(await find("old@example.com")).toEqual([]);
  const [record] = await find("new@example.com");
  expect(record?.subjectId).toBe(2n);
  expect(record && (await openSubject(database.parts, id, record))).toEqual({ ref: "a", e: ["New@example.com"] });
});

it("replaces the whole population, and above 1 % only with the number typed by two people", async () => {
  const { id } = await anIncident(database.db);
  await importText(database.parts, id, file(row("a", "names"), row("b", "names"), row("c", "names")));
  await publish(database.parts, id, 1);
  const replaced = await importText(database.parts, id, file(row("a", "names"), row("d", "names")), "replace");
  expect(replaced).toMatchObject({ people: 2, added: 1, removed: 2, changed: 0 });
  await expect(publish(database.parts, id, 2, 2)).rejects.toThrow(Conflict);
  await database.db.update(datasets).set({ removalConfirmed: true }).where(eq(datasets.incidentId, id));
  await expect(publish(database.parts, id, 2, 3)).rejects.toThrow(Conflict);
  await publish(database.parts, id, 2, 2);
  expect(await seen(id, "a", "b", "c", "d")).toEqual([1, null, null, 1]);
});

it("amends only people who are there, and reports the others", async () => {
  const { id } = await anIncident(database.db);
  await importText(database.parts, id, file(row("a", "names")));
  await publish(database.parts, id, 1);
  const amended = await importText(database.parts, id, file(row("a", "purchases"), row("x", "names")), "amend");
  expect(amended).toMatchObject({ accepted: 1, rejected: 1, changed: 1, added: 0, people: 1 });
});

it("adds nothing when the same file comes twice, nor when it says the same again", async () => {
  const { id } = await anIncident(database.db);
  const text = file(row("a", "names"));
  await importText(database.parts, id, text);
  await publish(database.parts, id, 1);
  const ctx = staffContext(database.parts, ["security"]);
  const hash = createHash("sha256").update(text).digest();
  expect(await startImport(ctx, { incidentId: id, mode: "add", asOf: "2025-12-03", fileName: "again.csv" }, { hash, bytes: text.length })).toEqual({ kind: "same-file", version: 1 });
  expect(await importText(database.parts, id, `${text}\n`)).toMatchObject({ version: 2, added: 0, changed: 0, removed: 0, people: 1 });
});

it("lets nobody publish their own import, and one draft be open at a time", async () => {
  const { id } = await anIncident(database.db);
  const { importId } = await importText(database.parts, id, file(row("a", "names")));
  const [dataset] = await database.db.select({ by: datasets.importedBy }).from(datasets).innerJoin(imports, eq(imports.incidentId, datasets.incidentId)).where(eq(imports.id, importId));
  const importer = staffContext(database.parts, ["approver"], dataset?.by ?? "");
  await expect(publishDataset(importer, { incidentId: id, version: 1 })).rejects.toThrow(Forbidden);
  await expect(database.db.update(datasets).set({ state: "published", publishedAt: new Date(), publishedBy: dataset?.by }).where(eq(datasets.incidentId, id))).rejects.toThrow();
  await expect(importText(database.parts, id, file(row("b", "names")))).rejects.toThrow(Conflict);
  await expect(publishDataset(staffContext(database.parts, ["comms"]), { incidentId: id, version: 1 })).rejects.toThrow(Forbidden);
});

it("links third parties to the account that named them", async () => {
  const { id } = await anIncident(database.db);
  await importText(database.parts, id, "ref,kind,named_by,phone,confirmed\nacc,account-holder,,010-2222-3333,names\nt1,third-party,acc,010-2222-4444,names\nt2,third-party,acc;gone,010-2222-5555,names");
  await publish(database.parts, id, 1);
  const [incident] = await database.db.select().from(incidents).where(eq(incidents.id, id));
  expect(incident?.publishedVersion).toBe(1);
  const links = await database.db.select().from(subjectLinks).where(eq(subjectLinks.incidentId, id));
  expect(links).toHaveLength(2);
  expect(await countNamedBy(database.parts, id, 1, links[0]?.accountSubjectId ?? 0n)).toBe(2);
  // t1 is not named any more.
  await importText(database.parts, id, "ref,kind,named_by,phone,confirmed\nt1,third-party,,010-2222-4444,names");
  await publish(database.parts, id, 2);
  expect(await countNamedBy(database.parts, id, 2, links[0]?.accountSubjectId ?? 0n)).toBe(1);
  expect(await countNamedBy(database.parts, id, 1, links[0]?.accountSubjectId ?? 0n)).toBe(2);
});
