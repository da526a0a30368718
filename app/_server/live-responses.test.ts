import { expect, it, onTestFinished } from "vitest";
import type { StaffId } from "@/domain/kernel/ids";
import { mintContext } from "@/domain/kernel/mint-context";
import { noteSessionUse } from "@/domain/staff/note-session-use";
import { IDLE_MS } from "@/domain/staff/rules";
import { sha256 } from "@/lib/crypto";
import { useDatabase } from "@/test/database";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { withWebSettings } from "@/test/web-settings";
import { endWithAccess, watchEndedAccess } from "./live-responses";
import { getParts } from "./parts";

const database = useDatabase();

/** What is sent and never comes to an end by itself. */
const endless = () => new ReadableStream<Uint8Array>({ start: (sending) => sending.enqueue(Buffer.from("the first of it")), pull: () => new Promise<void>(() => undefined) });

it("what is being sent ends with a session that runs out, at its twelve hours or left alone, and not while its person uses it", async () => {
  await withWebSettings(database.url);
  const { listener } = watchEndedAccess();
  onTestFinished(async () => {
    await listener.stop();
    await getParts().db.$client.end();
  });
  await listener.ready;
  const { id: staffId } = await aStaffMember(database.parts, ["auditor"]);
  const began = performance.now();
  const [soon, later] = [1_500, 4_000];
  const left = (ms: number) => new Date(Date.now() + ms);
  /** When, and whether by an end of its own, what is sent to a session with this row is over. */
  const sent = async (row: Parameters<typeof aStaffSession>[2]) => {
    const sessionId = sha256(await aStaffSession(database.parts, staffId, row)).toString("hex");
    const reader = endWithAccess({ staffId, sessionId }, endless()).getReader();
    await reader.read();
    return { sessionId, over: reader.read().then(() => null, () => performance.now() - began) };
  };
  const [old, alone, used, gone] = [await sent({ expiresAt: left(soon) }), await sent({ lastSeenAt: left(soon - IDLE_MS) }), await sent({ lastSeenAt: left(soon - IDLE_MS), expiresAt: left(later) }), await sent({ expiresAt: left(-1) })];
  await noteSessionUse(mintContext(database.parts, { kind: "staff", staffId: staffId as StaffId, sessionId: used.sessionId, proven: true, roles: ["auditor"] } as const));
  expect(await gone.over).not.toBeNull();
  for (const { over } of [old, alone]) {
    const after = await over;
    expect(after).toBeGreaterThan(soon * 0.9);
    expect(after).toBeLessThan(later);
  }
  expect(await used.over).toBeGreaterThan(later * 0.9);
});
