import "server-only";
import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { CompanyProof, StrongProof } from "@/domain/staff/company/types";
import { readIdClaims } from "@/domain/staff/company/read-id-claims";
import { SESSION_MS } from "@/domain/staff/rules";
import { loadEnv } from "@/lib/env";

/** The company's identity provider by the settings; null where there is none. */
export interface Company {
  issuer: string;
  clientId: string;
  clientSecret: string;
  strong: StrongProof;
  /** What a logout ends that names a person and no session. */
  logoutOfPerson: "ends-sessions" | "ends-access";
}

const TIMEOUT_MS = 5_000;

export function readCompany(): Company | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_STRONG_ACR, OIDC_STRONG_AMR, OIDC_LOGOUT_OF_PERSON: logoutOfPerson } = loadEnv();
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  const values = (setting: string) => setting.split(" ").filter(Boolean);
  return { issuer, clientId, clientSecret, strong: { acr: values(OIDC_STRONG_ACR), amr: values(OIDC_STRONG_AMR) }, logoutOfPerson };
}

function discoveryAddress(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

/** What the library carries from the ID token to {@link signIn}: the proof, and afterwards the session's id in its place. */
export interface CompanyUser {
  id: string;
  proof: CompanyProof;
}

/**
 * The provider as the sign-in library wants it: authorization code with PKCE, state and nonce. Levels that count as a passkey are asked for; whether they were reached is looked at when the answer is there.
 * `max_age` makes the provider say when the person last showed who they are.
 */
export function companyProvider({ issuer, clientId, clientSecret, strong }: Company): OAuthConfig<Record<string, unknown>> {
  return {
    id: "company",
    name: "company",
    type: "oauth",
    wellKnown: discoveryAddress(issuer),
    issuer,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: TIMEOUT_MS },
    authorization: { params: { scope: "openid email", max_age: SESSION_MS / 1000, ...(strong.acr.length > 0 ? { acr_values: strong.acr.join(" ") } : {}) } },
    userinfo: {
      // Most providers leave the address out of the ID token; its claims come first, because they alone say how and when somebody was recognised.
      async request({ tokens, client }) {
        const said = (tokens as unknown as { claims(): Record<string, unknown> }).claims();
        if (said.email !== undefined || !client.issuer.metadata.userinfo_endpoint) return said;
        const { email, email_verified } = await client.userinfo(tokens as Parameters<typeof client.userinfo>[0]);
        return { ...said, email, email_verified };
      },
    },
    profile: (said): CompanyUser => ({ id: String(said.sub), proof: readIdClaims(said) }),
  };
}

// Bundles of pages and of handlers each load this module; the keys are fetched once for all.
const held = globalThis as { amendsCompanyKeys?: Promise<JWTVerifyGetKey> };

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** The keys with which the identity provider signs, fetched when first needed and again when it signs with one that we do not know. */
export function companyKeys({ issuer }: Company): Promise<JWTVerifyGetKey> {
  held.amendsCompanyKeys ??= fetchKeys(issuer).catch((error: unknown) => {
    delete held.amendsCompanyKeys;
    throw error;
  });
  return held.amendsCompanyKeys;
}

async function fetchKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const answer = await fetch(discoveryAddress(issuer), { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  const said = discovered.parse(await answer.json());
  if (said.issuer !== issuer) throw new Error("the identity provider calls itself by another name than OIDC_ISSUER");
  return createRemoteJWKSet(new URL(said.jwks_uri), { timeoutDuration: TIMEOUT_MS });
}
