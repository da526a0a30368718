import { eq } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { translator } from "@/content/translator";
import type { SettledPaper } from "../evidence/inspect-evidence";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { queueClaimMail } from "./mails";
import { openAnswers, toClaim } from "./queries/read-claim";
import { noteArrival } from "./set-flag";

/**
 * Say that a paper of a filed claim is there, in the transaction that settled it and wrote the event: to the desk, as anything else that comes from a claimant; and to its person where it was refused, who may have left the page long before. The desk
 * hears of that too, because it can ask for another one. A draft is not on the desk, and its person sees its papers before they file.
 */
export async function tellPaperSettled(tx: Executor, ctx: Context, paper: SettledPaper): Promise<void> {
  const [row] = await tx.select().from(claims).where(eq(claims.id, paper.id)).for("update");
  if (!row || row.state === "draft" || row.state === "withdrawn") return;
  await noteArrival(tx, row.id);
  if (paper.defect === null) return;
  const claim = toClaim(row);
  await queueClaimMail(tx, ctx, claim, await openAnswers(ctx, row), { kind: "paper-refused", parts: [translator(claim.locale, "evidence")(`refused.${paper.defect}`)] });
}
