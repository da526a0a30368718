import { and, eq, isNull, sql } from "drizzle-orm";
import { staffIdentities, staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { Forbidden } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { mailAboutSignIn } from "../passkeys/mail-about-sign-in";
import type { CompanyProof } from "./types";

/**
 * Find the member of staff whom the identity provider means, by issuer and subject, and hold their row to the end of the transaction. Somebody who comes for the first time is linked to the member
 * who was invited under their verified address and is linked with nobody yet, who is told so by mail; nobody becomes a member by coming. @throws {Forbidden}
 */
export async function findCompanyMember(tx: Executor, ctx: Context, proof: CompanyProof): Promise<string> {
  const [known] = await tx.select({ id: staffIdentities.staffId }).from(staffIdentities).where(and(eq(staffIdentities.issuer, proof.issuer), eq(staffIdentities.subject, proof.subject)));
  const staffId = known?.id ?? (await linkInvited(tx, ctx, proof));
  // An off-boarding of the same moment comes before this or after it, and then it ends what begins here.
  const [member] = await tx.select({ disabledAt: staffMembers.disabledAt, suspendedAt: staffMembers.suspendedAt, locked: sql<boolean>`coalesce(${staffMembers.lockedUntil} > clock_timestamp(), false)` }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("share");
  if (member?.disabledAt !== null) throw new Forbidden("company-ended");
  if (member.suspendedAt !== null) throw new Forbidden("staff-suspended");
  if (member.locked) throw new Forbidden("company-locked");
  return staffId;
}

async function linkInvited(tx: Executor, ctx: Context, { issuer, subject, email }: CompanyProof): Promise<string> {
  if (email === null) throw new Forbidden("company-unverified");
  const [invited] = await tx.select({ id: staffMembers.id }).from(staffMembers).where(and(eq(staffMembers.email, email), isNull(staffMembers.disabledAt)));
  if (!invited) throw new Forbidden("company-unknown");
  const linked = await tx.insert(staffIdentities).values({ issuer, subject, staffId: invited.id }).onConflictDoNothing().returning({ id: staffIdentities.staffId });
  // Another account of the company has this address: what an address that was given to somebody new looks like.
  if (linked.length === 0) throw new Forbidden("company-other");
  await mailAboutSignIn(tx, ctx, invited.id, "company-linked");
  await recordAudit(tx, ctx, { action: "staff.link-identity", object: { kind: "staff", id: invited.id } });
  return invited.id;
}
