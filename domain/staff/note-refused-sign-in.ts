import type { SignInMethod } from "@/db/values/session-methods";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { withTransaction, type Executor } from "../kernel/transaction";
import type { Told } from "./count-refusal";

/** What a refused sign-in is written down as. Never the address that was typed: it may be anybody's. */
interface RefusedSignIn {
  /** Null where nobody is called that. */
  staffId: string | null;
  method: SignInMethod;
  /** The reason of the refusal, which for password and code says more than its person is told. */
  why: string;
  network: string | null;
  failures?: number;
  /** Refusals of the same before this one, of which no event tells. */
  untold?: number;
}

/**
 * Write down that somebody was not let in, in a transaction of its own: the attempt's has been rolled back. What a stranger can do as often as they like is counted instead by `count`, which says when it is told: they would fill the log
 * with what nobody reads.
 */
export async function noteRefusedSignIn(ctx: Context, { staffId, ...details }: RefusedSignIn, count?: (tx: Executor) => Promise<Told | null>): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const told = count ? await count(tx) : {};
    if (told) await recordAudit(tx, ctx, { action: "staff.refuse-sign-in", object: { kind: "staff", id: staffId }, details: { ...details, ...told } });
  });
}
