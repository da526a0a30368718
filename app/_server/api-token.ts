import "server-only";
import { Conflict, Forbidden, Invalid, StaleProof } from "@/domain/kernel/errors";
import { may, type Policy, type StaffContext } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import { countUse } from "@/domain/lookups/count-use";
import { noteRoleUse, rolesToNote } from "@/domain/staff/note-role-use";
import { noteTokenNetwork } from "@/domain/staff/tokens/note-token-network";
import { noteTokenUse } from "@/domain/staff/tokens/note-token-use";
import { findTokenBearer } from "@/domain/staff/tokens/queries";
import type { TokenBearer } from "@/domain/staff/tokens/types";
import { runMachineHandler } from "./machine-handler";
import { getParts } from "./parts";
import { readNetwork } from "./read-network";

/** Pulls of a token in a minute: a program that asks each second is still let through. */
const A_MINUTE = 60;

/**
 * The gate of what programs of staff ask: by a token, of which only the hash is here and which is read on every request. Whoever comes with one acts as its person, with the roles that they have at this moment, and never with a proof:
 * they look, and do nothing else. Whatever is wrong with a token, the answer has the same bytes.
 */
export function runTokenHandler(rule: Policy, request: Request, act: (ctx: StaffContext, tokenId: string) => Promise<Response>): Promise<Response> {
  return runMachineHandler("console", async () => {
    try {
      const [scheme, token] = (request.headers.get("authorization") ?? "").split(" ");
      const bearer = scheme?.toLowerCase() === "bearer" && token ? await findTokenBearer(getParts().db, token) : null;
      if (!bearer) return nobody();
      const { staffId, hash, roles, locale } = bearer;
      const ctx = mintContext(getParts(), { kind: "staff", staffId, sessionId: hash, roles, proven: false, weak: true }, { locale });
      const { uses, secondsLeft } = await countUse(ctx, `api-token|${bearer.tokenId}`, 60);
      if (uses > A_MINUTE) return say(429, { "retry-after": String(secondsLeft) });
      await noteUse(ctx, bearer, rule);
      return may(ctx.actor, rule) ? await act(ctx, bearer.tokenId) : say(403);
    } catch (error) {
      return refused(error);
    }
  });
}

/** Never what a request fails by: a database that takes no writes may still be read. */
async function noteUse(ctx: StaffContext, bearer: TokenBearer, rule: Policy): Promise<void> {
  const used = rolesToNote(rule, bearer.usedLongAgo);
  try {
    if (bearer.seenLongAgo) await noteTokenUse(ctx, bearer.tokenId);
    if (used.length > 0) await noteRoleUse(ctx, used);
    await noteTokenNetwork(ctx, bearer.tokenId, await readNetwork());
  } catch (error) {
    ctx.log.warn({ err: error }, "use of a token not written");
  }
}

function refused(error: unknown): Response {
  // Between the gate and the commit they were off-boarded.
  if (error instanceof Forbidden && error.reason === "staff-ended") return nobody();
  if (error instanceof Forbidden || error instanceof StaleProof) return say(403);
  if (error instanceof Invalid) return say(400);
  // Somebody changes that person's access at this moment.
  if (error instanceof Conflict) return say(503, { "retry-after": "1" });
  getParts().log.error({ err: error }, "a request with a token could not be answered");
  return say(500);
}

const nobody = () => say(401, { "www-authenticate": 'Bearer realm="amends"' });

function say(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}
