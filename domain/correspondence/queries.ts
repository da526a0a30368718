import { asc, inArray, sql } from "drizzle-orm";
import { correspondenceMails } from "@/db/schema/correspondence";
import { mayReadInstallation } from "../installation/policy";
import { authorise, type Context } from "../kernel/context";

export interface KeptBackMails {
  state: "held" | "withheld";
  purpose: string;
  mails: number;
  latest: Date;
}

/** Count the mails that were not sent because of the installation itself, by what they were for. Whom they were for is no longer known, or sealed. @throws {Forbidden} */
export async function countKeptBack(ctx: Context): Promise<KeptBackMails[]> {
  authorise(ctx, mayReadInstallation);
  const { state, purpose, createdAt } = correspondenceMails;
  const rows = await ctx.db
    .select({ state, purpose, mails: sql<number>`count(*)::int`, latest: sql<string>`max(${createdAt})::text` })
    .from(correspondenceMails)
    .where(inArray(state, ["held", "withheld"]))
    .groupBy(state, purpose)
    .orderBy(asc(state), asc(purpose));
  return rows.map((row) => ({ ...row, state: row.state as KeptBackMails["state"], latest: new Date(row.latest) }));
}
