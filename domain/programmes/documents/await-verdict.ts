import { setTimeout } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { programmeDocuments } from "@/db/schema/programme-documents";
import { authorise, type Context } from "../../kernel/context";
import { Conflict, Invalid } from "../../kernel/errors";
import { mayEditProgrammes } from "../policy";

const LOOK_MS = 200;

/**
 * Wait until a document that was attached is judged; no connection is held meanwhile. Whoever attaches it again after a Conflict finds the verdict there.
 * @throws {Forbidden} @throws {Invalid} when it was refused @throws {Conflict} when nobody has judged it in so many milliseconds
 */
export async function awaitVerdict(ctx: Context, document: { programmeId: string; sha256: string }, mostMs = 20_000): Promise<void> {
  authorise(ctx, mayEditProgrammes);
  const place = and(eq(programmeDocuments.programmeId, document.programmeId), eq(programmeDocuments.sha256, Buffer.from(document.sha256, "hex")));
  for (const until = performance.now() + mostMs; ; ) {
    const [row] = await ctx.db.select({ state: programmeDocuments.state, defect: programmeDocuments.defect }).from(programmeDocuments).where(place);
    if (row?.state === "accepted") return;
    if (row?.state === "refused") throw new Invalid({ file: [`document-${row.defect}`] });
    if (performance.now() > until) throw new Conflict("document-check-late");
    await setTimeout(LOOK_MS);
  }
}
