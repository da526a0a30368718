import type { SignInMethod } from "@/db/values/session-methods";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";

/** What a refused sign-in is written down as. Never the address that was typed: it may be anybody's. */
interface RefusedSignIn {
  /** Null where nobody is called that. */
  staffId: string | null;
  method: SignInMethod;
  /** The reason of the refusal, which for password and code says more than its person is told. */
  why: string;
  network: string | null;
  failures?: number;
}

/** Write down that somebody was not let in, in a transaction of its own: the attempt's has been rolled back. */
export async function noteRefusedSignIn(ctx: Context, { staffId, ...details }: RefusedSignIn): Promise<void> {
  await withTransaction(ctx, (tx) => recordAudit(tx, ctx, { action: "staff.refuse-sign-in", object: { kind: "staff", id: staffId }, details }));
}
