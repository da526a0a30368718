import { and, eq, isNull } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Forbidden } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { noteRefusedSignIn } from "../note-refused-sign-in";
import { mayUseConsole } from "../policy";
import { PROOF_MS } from "../rules";
import { findCompanyMember } from "./find-company-member";
import { requireNoLogout } from "./require-no-logout";
import { isFresh, isStrong } from "./rules";
import { companyColumns, provenAt, requireStrength } from "./sign-in-by-company";
import type { CompanyProof, StrongProof } from "./types";

/**
 * Show again who one is, at the identity provider: the session that asks is proven from the moment it was shown there. Another person's account, one that was shown longer than five minutes ago, and for
 * roles that need it one weaker than a passkey, prove nothing. It makes the session no longer. @throws {Forbidden}
 */
export async function proveByCompany(ctx: Context, proof: CompanyProof, strong: StrongProof, network: string | null): Promise<void> {
  authorise(ctx, mayUseConsole);
  const { staffId, sessionId } = requireStaffActor(ctx);
  try {
    await withTransaction(ctx, async (tx) => {
      await requireNoLogout(tx, proof);
      if ((await findCompanyMember(tx, ctx, proof)) !== staffId) throw new Forbidden("company-stranger");
      if (!isFresh(proof, ctx.clock.now(), PROOF_MS)) throw new Forbidden("company-stale");
      await requireStrength(tx, staffId, isStrong(proof, strong));
      const proven = await tx
        .update(staffSessions)
        .set({ ...companyColumns(proof, strong), provenAt: provenAt(proof, ctx.clock.now()) })
        .where(and(eq(staffSessions.id, Buffer.from(sessionId, "hex")), isNull(staffSessions.endedAt)))
        .returning({ id: staffSessions.staffId });
      if (proven.length === 0) throw new Forbidden("staff-ended");
      await recordAudit(tx, ctx, { action: "staff.prove", object: { kind: "staff", id: staffId }, details: { method: "company", acr: proof.acr, amr: proof.amr, network } });
    });
  } catch (error) {
    if (error instanceof Forbidden) await noteRefusedSignIn(ctx, { staffId, method: "company", why: error.reason, network });
    throw error;
  }
}
