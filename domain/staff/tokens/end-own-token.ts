import { and, eq } from "drizzle-orm";
import { apiTokens } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayUseConsole } from "../policy";
import { endTokens } from "./end-tokens";
import { endTokenInput } from "./input";

/** End a token of one's own at once, whatever roles one has left. One of somebody else is not there. @throws {Forbidden} @throws {Conflict} when it has ended already */
export async function endOwnToken(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayUseConsole);
  const { staffId } = requireStaffActor(ctx);
  const { tokenId } = parseInput(endTokenInput, raw);
  await withTransaction(ctx, async (tx) => {
    const ended = await endTokens(tx, and(eq(apiTokens.id, tokenId), eq(apiTokens.staffId, staffId)), "by-hand");
    if (ended.length === 0) throw new Conflict("token-gone");
    await recordAudit(tx, ctx, { action: "api-token.end", object: { kind: "api-token", id: tokenId } });
  });
}
