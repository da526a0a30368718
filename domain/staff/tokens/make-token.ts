import { eq } from "drizzle-orm";
import { staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Forbidden, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayMakeTokens } from "../policy";
import { makeTokenInput } from "./input";
import { keepToken } from "./keep-token";
import { countTokens } from "./queries";
import { MOST_TOKENS } from "./rules";

/** Make a token with which a program pulls the audit log in one's place. It is returned once. @throws {Forbidden} @throws {StaleProof} @throws {Invalid} @throws {Conflict} when a living token of anybody has the name: the operator rotates by it */
export async function makeToken(ctx: Context, raw: unknown): Promise<{ token: string }> {
  authorise(ctx, mayMakeTokens);
  const { staffId } = requireStaffActor(ctx);
  const { name } = parseInput(makeTokenInput, raw);
  return withTransaction(ctx, async (tx) => {
    // Of two that are made at once the second counts the first.
    await tx.select({ id: staffMembers.id }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("update");
    if ((await countTokens(tx, staffId)) >= MOST_TOKENS) throw new Forbidden("tokens-many");
    const { token, tokenId, keyId, beside } = await keepToken(tx, ctx, { staffId, name });
    if (beside) throw new Conflict("token-name-taken");
    await recordAudit(tx, ctx, { action: "api-token.make", object: { kind: "api-token", id: tokenId }, details: { key: keyId } });
    return { token };
  });
}
