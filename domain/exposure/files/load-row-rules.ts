import { eq } from "drizzle-orm";
import { incidentDataClasses } from "@/db/schema/incidents";
import type { Context } from "../../kernel/context";
import type { FileRules } from "./import-file";

/** Read what the rows of an incident's file are judged by: its data classes, and what holds where a cell is empty. */
export async function loadRowRules(ctx: Pick<Context, "db">, incidentId: string): Promise<FileRules> {
  const classes = await ctx.db.select().from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, incidentId));
  return { bits: new Map(classes.map((row) => [row.slug, row.bit])), country: "KR", timeZone: "Asia/Seoul", locale: "ko" };
}
