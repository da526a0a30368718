import type { Transaction } from "@/db/client";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { Forbidden, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { openRotationTasks } from "../keys/register/open-tasks";
import { tellAccessEnded } from "../staff/access-ended";
import { endAccess } from "../staff/end-access";
import { holdAdministration, keepLastAdmin } from "../staff/in-force";
import { offBoardInput } from "../staff/input";
import { mayDisableStaff } from "../staff/policy";
import { keepOut } from "./keep-out";
import { findStanding, holdBeforeEnding, takeBack } from "./take-back";
import type { OffBoarded } from "./types";

const NOTHING: OffBoarded = { sessions: 0, tokens: 0, roles: 0, offeredRoles: 0, setUpCodes: 0, sentCodes: 0, taken: [], sending: [], erasing: [], approvedClaims: [], knownCanaries: [], plantedKeys: [], addedPeople: [], givenRoles: [], knownKeys: [] };

/**
 * End a person's access at once, in one transaction: every session, token, role and open code, and whatever they proposed or approved that nobody has carried out. Its commit tells every web process,
 * which cuts what it still sends them. Each key that they knew becomes a task, and until it is rotated their off-boarding is not complete. Their name stays with what they did. Where the identity provider ended
 * their access, a person's word or the operator's makes that final. @throws {Forbidden} for oneself @throws {Conflict} when it is done already, or one person wants to end the last administrator's: the operator and the identity provider may
 * @returns what was ended: nothing where the provider had
 */
export async function offBoard(ctx: Context, raw: unknown): Promise<OffBoarded> {
  authorise(ctx, mayDisableStaff);
  const { staffId, reason } = parseInput(offBoardInput, raw);
  const by = ctx.actor.kind === "staff" ? ctx.actor.staffId : null;
  if (by === staffId) throw new Forbidden("not-oneself");
  // Whoever is to be out is out: it does not give way to an act of theirs for good.
  return withTransaction(ctx, (tx) => end(tx, ctx, { staffId, by, reason }), { again: true });
}

async function end(tx: Transaction, ctx: Context, { staffId, by, reason }: { staffId: string; by: string | null; reason: string }): Promise<OffBoarded> {
  await holdBeforeEnding(tx, staffId);
  await holdAdministration(tx);
  if (ctx.actor.kind !== "system" && (await keepOut(tx, { staffId, by }))) {
    await recordAudit(tx, ctx, { action: "staff.keep-out", object: { kind: "staff", id: staffId }, reason });
    return NOTHING;
  }
  if (by !== null) await keepLastAdmin(tx, staffId);
  const access = await endAccess(tx, { staffId, by });
  const taken = await takeBack(tx, { staffId, by: by ?? staffId, now: ctx.clock.now() });
  const ended: OffBoarded = { ...access, taken, ...(await findStanding(tx, staffId)), knownKeys: await openRotationTasks(tx, staffId) };
  await recordAudit(tx, ctx, taken.map(({ kind, id }) => ({ action: "off-boarding.take-back", object: { kind, id }, details: { of: staffId } })));
  await recordAudit(tx, ctx, { action: "staff.off-board", object: { kind: "staff", id: staffId }, reason, details: { ...ended } });
  await tellAccessEnded(tx, staffId);
  return ended;
}
