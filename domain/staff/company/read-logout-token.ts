import { jwtVerify, type JWTVerifyGetKey } from "jose";
import { z } from "zod";

export interface LogoutToken {
  issuer: string;
  jti: string;
  session: string | null;
  subject: string | null;
  /** When it was made, by the provider's clock; by the same one it says when somebody showed who they are. */
  at: Date;
}

const EVENT = "http://schemas.openid.net/event/backchannel-logout";
/** How old a token may be, and so for how long one that was taken is remembered. */
export const LOGOUT_TOKEN_MS = 5 * 60_000;
const SKEW_SECONDS = 60;

const claims = z
  .object({ jti: z.string().min(1).max(255), iat: z.number(), sid: z.string().min(1).max(255).optional(), sub: z.string().min(1).max(255).optional(), events: z.looseObject({ [EVENT]: z.looseObject({}) }) })
  .refine(({ sid, sub }) => sid !== undefined || sub !== undefined);

/**
 * Verify a logout token (OpenID Connect Back-Channel Logout 1.0 § 2.6): signed with an asymmetric key of the issuer, for this client, of the last minutes, about a logout, naming a session or a
 * person. A token with a nonce is an ID token that somebody brought, and is refused. Null when anything is wrong with it.
 */
export async function readLogoutToken(token: string, expected: { issuer: string; clientId: string }, keys: JWTVerifyGetKey): Promise<LogoutToken | null> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: expected.issuer,
      audience: expected.clientId,
      algorithms: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
      maxTokenAge: LOGOUT_TOKEN_MS / 1000,
      clockTolerance: SKEW_SECONDS,
    });
    const said = claims.safeParse(payload);
    if (!said.success || "nonce" in payload) return null;
    return { issuer: expected.issuer, jti: said.data.jti, session: said.data.sid ?? null, subject: said.data.sub ?? null, at: new Date(said.data.iat * 1000) };
  } catch {
    return null;
  }
}
