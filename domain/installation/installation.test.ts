import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { installationGuests } from "@/db/schema/installation";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { operator, setInstallation, turnBack } from "@/test/installation";
import { Conflict, Forbidden, Invalid, NotFound } from "../kernel/errors";
import { openJson } from "../keys/sealed";
import { addGuest } from "./add-guest";
import { checkInstallation } from "./check-installation";
import { confirmInstallation } from "./confirm-installation";
import { markCopy } from "./mark-copy";
import { getInstallation, listGuests } from "./queries";
import { removeGuest } from "./remove-guest";
import { returnToTrial } from "./return-to-trial";
import { takeLive } from "./take-live";
import type { Surroundings } from "./types";
import { whySendingIsLocked } from "./why-sending-is-locked";

const database = useDatabase();
const admin = () => staffContext(database.parts, ["admin"]);
const outside = { missing: null };
const reason = "Everything was tried with our own people.";

/** A machine that keeps its memory in this test. */
function aMachine(names: Partial<Surroundings["names"]> = {}, memory = new Map<string, bigint>()): Surroundings & { memory: Map<string, bigint> } {
  return {
    memory,
    names: { url: "https://notice.haneulmall.example", host: "db.internal", port: "5432", database: "amends", ...names },
    remembered: (id) => Promise.resolve(memory.get(id) ?? null),
    remember: (id, counter) => Promise.resolve(void memory.set(id, counter)),
  };
}
const look = (machine: Surroundings) => checkInstallation(systemContext(database.parts), machine);

describe("the guest list", () => {
  it("is an admin's, sealed, and shows nobody whole", async () => {
    const comms = staffContext(database.parts, ["comms", "approver", "security", "auditor", "finance", "support"]);
    for (const act of [addGuest(comms, { contact: "a@example.com" }), removeGuest(comms, {}), takeLive(comms, { reason }, outside), returnToTrial(comms, { reason }), confirmInstallation(comms, { reason }), markCopy(comms, { reason }), getInstallation(comms), listGuests(comms)]) {
      await expect(act).rejects.toThrow(Forbidden);
    }
    const id = await addGuest(admin(), { contact: " Minji.Kim@Example.com " });
    await addGuest(admin(), { contact: "010-2345-6734" });
    expect((await listGuests(admin())).map(({ kind, label }) => ({ kind, label }))).toEqual([{ kind: "email", label: "m•••@example.com" }, { kind: "phone", label: "+82••••34" }]);
    const [row] = await database.db.select().from(installationGuests);
    expect(await openJson(database.parts.keys, { table: "installation_guests", column: "sealed", scope: "installation", recordId: id }, row!.sealed)).toEqual({ contact: "Minji.Kim@Example.com" });
    await expect(addGuest(admin(), { contact: "minji.kim@example.com" })).rejects.toThrow(Conflict);
    await expect(addGuest(admin(), { contact: "nobody" })).rejects.toThrow(Invalid);
    for (const guest of await listGuests(admin())) await removeGuest(admin(), { guestId: guest.id });
    await expect(removeGuest(admin(), { guestId: id })).rejects.toThrow(NotFound);
    const events = await database.db.select({ action: auditEvents.action, details: auditEvents.details }).from(auditEvents);
    expect(events.map(({ action }) => action)).toEqual(["installation.add-guest", "installation.add-guest", "installation.remove-guest", "installation.remove-guest"]);
    expect(JSON.stringify(events)).not.toMatch(/minji|example/i);
  });
});

describe("going live", () => {
  it("takes a reason, happens once, and can be taken back at once", async () => {
    await expect(returnToTrial(admin(), {})).rejects.toThrow(Invalid);
    await returnToTrial(admin(), { reason });
    expect(await whySendingIsLocked(admin())).toBe("trial");
    await expect(returnToTrial(admin(), { reason })).rejects.toThrow(Conflict);
    await expect(takeLive(admin(), { reason: "ok" }, outside)).rejects.toThrow(Invalid);
    await expect(takeLive(admin(), { reason }, { missing: "installation-kept-nowhere" })).rejects.toMatchObject({ reason: "installation-kept-nowhere" });
    expect(await whySendingIsLocked(admin())).toBe("trial");
    const both = await Promise.allSettled([takeLive(admin(), { reason }, outside), takeLive(admin(), { reason }, outside)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await whySendingIsLocked(admin())).toBeNull();
    expect(await getInstallation(admin())).toMatchObject({ mode: "live", standing: "confirmed" });
  });
});

describe("a database that is not the one it was", () => {
  let machine: ReturnType<typeof aMachine>;
  beforeEach(async () => {
    machine = aMachine();
    expect(await look(machine)).toBe("confirmed");
  });
  afterEach(async () => {
    await confirmInstallation(operator(database.parts), { reason: "The test is over now." }).catch(() => undefined);
    await look(aMachine({}, machine.memory));
    await confirmInstallation(operator(database.parts), { reason: "The test is over now." }).catch(() => undefined);
    await setInstallation(database.parts, { mode: "live" });
  });

  it("is known by server, database and surroundings, and counts the minutes", async () => {
    const { known, counter } = await getInstallation(admin());
    expect(known).toMatchObject({ host: "db.internal", systemIdentifier: expect.stringMatching(/^\d+$/) as string, databaseOid: expect.stringMatching(/^\d+$/) as string, timeline: expect.stringMatching(/^\d+$/) as string });
    await look(machine);
    expect((await getInstallation(admin())).counter).toBe(counter + 1n);
    expect([...machine.memory.values()]).toEqual([counter + 1n]);
  });

  it("sends nothing until somebody says that it is the real one, and a later look without a difference takes nothing back", async () => {
    expect(await look(aMachine({ host: "db.elsewhere" }, machine.memory))).toBe("unconfirmed");
    expect(await whySendingIsLocked(admin())).toBe("unconfirmed");
    expect(await getInstallation(admin())).toMatchObject({ differences: ["host"], known: { host: "db.internal" }, seen: { host: "db.elsewhere" } });
    await expect(takeLive(admin(), { reason }, outside)).rejects.toThrow(Conflict);
    expect(await look(machine)).toBe("unconfirmed");
    expect(await look(aMachine({ host: "db.elsewhere" }, machine.memory))).toBe("unconfirmed");
    await confirmInstallation(admin(), { reason });
    expect(await whySendingIsLocked(admin())).toBeNull();
    expect(await look(aMachine({ host: "db.elsewhere" }, machine.memory))).toBe("confirmed");
    await expect(confirmInstallation(admin(), { reason })).rejects.toThrow(Conflict);
  });

  it("called a copy stays one: in trial, without guests, and not to be taken live or confirmed in the console", async () => {
    await addGuest(admin(), { contact: "guest@example.com" });
    await expect(markCopy(admin(), { reason })).rejects.toThrow(Conflict);
    await look(aMachine({ database: "amends_test" }, machine.memory));
    await markCopy(admin(), { reason });
    expect(await getInstallation(admin())).toMatchObject({ mode: "trial", standing: "copy" });
    expect(await listGuests(admin())).toEqual([]);
    await expect(takeLive(admin(), { reason }, outside)).rejects.toThrow(Conflict);
    await expect(confirmInstallation(admin(), { reason })).rejects.toThrow(Conflict);
    expect(await look(machine)).toBe("copy");
    await confirmInstallation(operator(database.parts), { reason });
    expect(await getInstallation(admin())).toMatchObject({ mode: "trial", standing: "confirmed" });
  });

  it("is seen to be an old backup by what the machine remembers, and confirmed it is past what any machine remembers", async () => {
    await look(machine);
    await look(machine);
    const other = new Map(machine.memory);
    await turnBack(database.parts, 2n);
    expect(await look(machine)).toBe("unconfirmed");
    expect(await getInstallation(admin())).toMatchObject({ differences: ["counter"], seen: { counter: [...other.values()][0]!.toString() } });
    await confirmInstallation(admin(), { reason });
    expect(await look(machine)).toBe("confirmed");
    expect(await look(aMachine({}, other))).toBe("confirmed");
  });

  it("is seen to be an old backup by the next batch of a worker that never stopped", async () => {
    const ctx = systemContext(database.parts);
    expect(await whySendingIsLocked(ctx)).toBeNull();
    await turnBack(database.parts, 1n);
    expect(await whySendingIsLocked(ctx)).toBe("unconfirmed");
    expect(await whySendingIsLocked(ctx)).toBe("unconfirmed");
    expect(await getInstallation(admin())).toMatchObject({ standing: "unconfirmed", differences: ["counter"], seen: { counter: expect.stringMatching(/^\d+$/) as string } });
    await confirmInstallation(admin(), { reason });
    expect(await whySendingIsLocked(ctx)).toBeNull();
  });
});
