import type { Context } from "../../kernel/context";
import { Forbidden } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { beginSession } from "../begin-session";
import { noteRefusedSignIn } from "../note-refused-sign-in";
import { findStaffRoles } from "../queries";
import { needsStrongProof, PROOF_MS } from "../rules";
import type { SessionOrigin } from "../types";
import { findCompanyMember } from "./find-company-member";
import { requireNoLogout } from "./require-no-logout";
import { isFresh, isStrong } from "./rules";
import type { CompanyProof, StrongProof } from "./types";

/**
 * Begin a session for whom the identity provider has just named, and return its random id, which is never stored. It counts as a fresh proof only from when they showed there who they are.
 * Roles that approve, pay or administer come in only with what counts as a passkey there, and nobody whom it has just signed out. @throws {Forbidden}
 */
export async function signInByCompany(ctx: Context, proof: CompanyProof, strong: StrongProof, from: SessionOrigin): Promise<{ token: string }> {
  try {
    const token = await withTransaction(ctx, async (tx) => {
      await requireNoLogout(tx, proof);
      const staffId = await findCompanyMember(tx, ctx, proof);
      await requireStrength(tx, staffId, isStrong(proof, strong));
      const shown = { ...companyColumns(proof, strong), provenAt: provenAt(proof, ctx.clock.now()) };
      return beginSession(tx, ctx, { staffId, from, shown, details: { method: "company", acr: proof.acr, amr: proof.amr } });
    });
    return { token };
  } catch (error) {
    if (error instanceof Forbidden) await noteRefusedSignIn(ctx, { staffId: null, method: "company", why: error.reason, network: from.network });
    throw error;
  }
}

/** @throws {Forbidden} for roles that need what counts as a passkey */
export async function requireStrength(tx: Executor, staffId: string, strong: boolean): Promise<void> {
  const member = await findStaffRoles(tx, staffId);
  if (!strong && member && needsStrongProof(member.roles)) throw new Forbidden("company-weak");
}

/** What a session keeps of the proof. */
export function companyColumns(proof: CompanyProof, strong: StrongProof) {
  return { method: "company" as const, strong: isStrong(proof, strong), issuer: proof.issuer, companySession: proof.session, acr: proof.acr, amr: proof.amr, authTime: proof.authTime };
}

/** Since when somebody is proven to be who they are: since they showed it there, and where that is unknown or long ago, not at all. */
export function provenAt(proof: CompanyProof, now: Date): Date {
  return isFresh(proof, now, PROOF_MS) && proof.authTime ? new Date(Math.min(proof.authTime.getTime(), now.getTime())) : new Date(now.getTime() - PROOF_MS);
}
