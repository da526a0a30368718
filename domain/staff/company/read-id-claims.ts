import { z } from "zod";
import type { CompanyProof } from "./types";

const claims = z.object({
  iss: z.string().max(2048),
  sub: z.string().min(1).max(255),
  email: z.string().trim().toLowerCase().max(254).optional().catch(undefined),
  // Anything else than `true` is no: some providers say "true", and they say it of addresses that nobody verified, too.
  email_verified: z.literal(true).optional().catch(undefined),
  sid: z.string().max(255).optional(),
  acr: z.string().max(255).optional().catch(undefined),
  amr: z.array(z.string().max(64)).max(20).catch([]),
  auth_time: z.number().int().positive().max(253_402_300_799).optional(),
});

/** Read the claims of an ID token whose signature, issuer, audience and nonce have been verified (OpenID Connect Core § 2). An address that is not verified is as none. */
export function readIdClaims(raw: unknown): CompanyProof {
  const said = claims.parse(raw);
  return {
    issuer: said.iss,
    subject: said.sub,
    email: said.email_verified && said.email ? said.email : null,
    session: said.sid ?? null,
    acr: said.acr ?? null,
    amr: said.amr,
    authTime: said.auth_time === undefined ? null : new Date(said.auth_time * 1000),
  };
}
