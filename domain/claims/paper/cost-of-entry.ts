import type { Transaction } from "@/db/client";
import { requireStaffActor, type Context } from "../../kernel/context";
import { wasShownToday } from "../../reveals/was-shown-today";
import { findIntake } from "../queries/read-intake";
import type { Claim } from "../types";

/** How many people a look at an entry from paper takes off the budget. Nobody for whoever began it: they typed what they see. Whoever took it over was shown nothing of it before, and may take one after the other; so it counts, once a day for a record. */
export async function costOfEntry(tx: Transaction, ctx: Context, { id, incidentId, subjectId }: Claim): Promise<0 | 1> {
  const intake = await findIntake(tx, id);
  if (intake?.enteredBy === requireStaffActor(ctx).staffId) return 0;
  return (await wasShownToday(tx, ctx, incidentId, subjectId)) ? 0 : 1;
}
