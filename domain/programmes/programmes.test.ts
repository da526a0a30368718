import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { programmeVersions } from "@/db/schema/programmes";
import { demoTerms } from "@/db/seed/demo-programme";
import { aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident } from "@/test/lookups";
import { createProgramme } from "./create-programme";
import { dropProgrammeDraft } from "./drop-programme-draft";
import { proposeProgramme } from "./propose-programme";
import { publishProgramme } from "./publish-programme";
import { findProgramme, getProgramme, getTerms, listOpenProgrammes, listProgrammes, listPublishedVersions } from "./queries";
import { returnProgramme } from "./return-programme";
import { saveProgrammeDraft } from "./save-programme-draft";
import { startProgrammeDraft } from "./start-programme-draft";
import type { ProgrammeTerms } from "./types";

const database = useDatabase();
const terms: ProgrammeTerms = { ...demoTerms, opensAt: new Date("2026-01-01T00:00:00Z"), closesAt: new Date("2026-06-01T00:00:00Z") };
const accepted = [{ rule: "voucher-split", place: "benefits.0", reason: "Whoever does not want vouchers gets money." }];

async function scene() {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
  return { incident, author: staffContext(database.parts, ["finance"], randomUUID()), opener: staffContext(database.parts, ["approver"], randomUUID()) };
}

describe("opening a programme", () => {
  it("takes two people and a reason for each finding", async () => {
    const { incident, author, opener } = await scene();
    const programmeId = await createProgramme(author, { incidentId: incident.id, slug: "compensation", terms });
    const version = { programmeId, number: 1 };
    expect(await findProgramme(database.db, incident.id, "compensation")).toBeNull();
    await expect(publishProgramme(opener, { ...version, edit: 1, accepted })).rejects.toMatchObject({ reason: "not-in-review" });
    await proposeProgramme(author, { ...version, edit: 1 });
    await expect(publishProgramme(author, { ...version, edit: 1, accepted })).rejects.toMatchObject({ reason: "second-person" });
    await expect(publishProgramme(opener, { ...version, edit: 1 })).rejects.toMatchObject({ reason: "fairness-open", values: { findings: 1 } });
    const published = await Promise.allSettled([publishProgramme(opener, { ...version, edit: 1, accepted }), publishProgramme(opener, { ...version, edit: 1, accepted })]);
    expect(published.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const open = await findProgramme(database.db, incident.id, "compensation");
    expect(open).toMatchObject({ termsVersion: 1, opensAt: terms.opensAt, terms });
    expect((await getProgramme(opener, incident.id, "compensation")).versions[0]?.accepted).toEqual(accepted);
    const actions = await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.objectId, programmeId)).orderBy(auditEvents.id);
    expect(actions.map(({ action }) => action)).toEqual(["programme.create", "programme.propose", "programme.publish"]);
  });

  it("is refused where the terms take rights away, whatever reason is given", async () => {
    const { incident, author, opener } = await scene();
    const waiving = { ...terms, texts: { ...terms.texts, terms: { ko: "받으시면 모든 청구권을 포기한 것으로 봅니다.", en: "None." } } };
    const programmeId = await createProgramme(author, { incidentId: incident.id, slug: "waiving", terms: waiving });
    await proposeProgramme(author, { programmeId, number: 1, edit: 1 });
    const reasons = [...accepted, { rule: "waiver", place: "texts.terms.ko", reason: "The lawyers want it." }];
    await expect(publishProgramme(opener, { programmeId, number: 1, edit: 1, accepted: reasons })).rejects.toMatchObject({ reason: "fairness-grave" });
  });

  it("is not proposed half written, and is not for support", async () => {
    const { incident, author } = await scene();
    const programmeId = await createProgramme(author, { incidentId: incident.id, slug: "half", terms: { ...terms, closesAt: null, benefits: [] } });
    await expect(proposeProgramme(author, { programmeId, number: 1, edit: 1 })).rejects.toMatchObject({ fields: { closesAt: ["needed-for-publication"], benefits: ["needed-for-publication"] } });
    await expect(createProgramme(author, { incidentId: incident.id, slug: "half", terms })).rejects.toMatchObject({ reason: "slug-taken" });
    await expect(createProgramme(staffContext(database.parts, ["support"]), { incidentId: incident.id, slug: "other", terms })).rejects.toMatchObject({ reason: "forbidden" });
  });
});

describe("changing a programme", () => {
  it("takes a draft of its own and two people, and leaves what was accepted readable", async () => {
    const { incident, author, opener } = await scene();
    const programme = await aProgramme(database.parts, incident);
    expect(await startProgrammeDraft(author, { programmeId: programme.id })).toEqual({ slug: "compensation", number: 2 });
    await expect(startProgrammeDraft(author, { programmeId: programme.id })).rejects.toMatchObject({ reason: "draft-open-already" });
    const version = { programmeId: programme.id, number: 2 };
    const changed = { ...programme.terms, appealDays: 60 };
    expect(await saveProgrammeDraft(author, { ...version, edit: 1, terms: changed })).toEqual({ edit: 2 });
    await expect(saveProgrammeDraft(opener, { ...version, edit: 1, terms: changed })).rejects.toMatchObject({ reason: "draft-changed-meanwhile" });
    await proposeProgramme(author, { ...version, edit: 2 });
    await expect(saveProgrammeDraft(author, { ...version, edit: 2, terms: changed })).rejects.toMatchObject({ reason: "not-a-draft" });
    await returnProgramme(opener, version);
    await proposeProgramme(author, { ...version, edit: 2 });
    await publishProgramme(opener, { ...version, edit: 2, accepted });
    expect((await listOpenProgrammes(database.db, incident.id)).map(({ termsVersion, terms: now }) => [termsVersion, now.appealDays])).toEqual([[2, 60]]);
    expect((await getTerms(database.db, programme.id, 1)).appealDays).toBe(30);
    expect((await listPublishedVersions(database.db, programme.id)).map(({ number }) => number)).toEqual([2, 1]);
  });

  it("keeps who may claim once: the same record would have another key, and be paid a second time", async () => {
    const { incident, author, opener } = await scene();
    const programme = await aProgramme(database.parts, incident, { onePer: "account" });
    const version = { programmeId: programme.id, number: 2 };
    await startProgrammeDraft(author, { programmeId: programme.id });
    await saveProgrammeDraft(author, { ...version, edit: 1, terms: { ...programme.terms, onePer: "contact" } });
    await proposeProgramme(author, { ...version, edit: 2 });
    await expect(publishProgramme(opener, { ...version, edit: 2, accepted })).rejects.toMatchObject({ kind: "conflict", reason: "one-per-kept" });
    await expect(database.db.execute(sql`update programmes set published_version = 2 where id = ${programme.id}`)).rejects.toMatchObject({ cause: { constraint: "programmes_one_per_kept" } });
  });

  it("can be given up, and the next draft begins from what is published", async () => {
    const { incident, author } = await scene();
    const programme = await aProgramme(database.parts, incident);
    await startProgrammeDraft(author, { programmeId: programme.id });
    await saveProgrammeDraft(author, { programmeId: programme.id, number: 2, edit: 1, terms: { ...programme.terms, appealDays: 1 } });
    await dropProgrammeDraft(author, { programmeId: programme.id, number: 2 });
    expect(await startProgrammeDraft(author, { programmeId: programme.id })).toMatchObject({ number: 3 });
    const [file] = await listProgrammes(author, incident.id);
    expect(file?.versions.map(({ number, state, terms: kept }) => [number, state, kept.appealDays])).toEqual([[3, "draft", 30], [2, "dropped", 1], [1, "published", 30]]);
  });

  it("is refused by the database where the words were published", async () => {
    const { incident } = await scene();
    const { id } = await aProgramme(database.parts, incident);
    for (const statement of [sql`update programme_versions set terms = '{}' where programme_id = ${id}`, sql`delete from programme_versions where programme_id = ${id}`]) {
      await expect(database.db.execute(statement)).rejects.toMatchObject({ cause: { constraint: "programme_versions_kept" } });
    }
    expect(await database.db.select({ number: programmeVersions.number }).from(programmeVersions).where(eq(programmeVersions.programmeId, id))).toEqual([{ number: 1 }]);
  });
});
