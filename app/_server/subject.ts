import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Locale } from "@/db/values/locales";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { SubjectContext } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import type { ClaimOrigin } from "@/domain/claims/risk/types";
import { findAskedContact, findSubjectSession } from "@/domain/lookups/proven-contact";
import type { Asker } from "@/domain/lookups/types";
import { PROOF_MS } from "@/domain/lookups/rules";
import { randomToken } from "@/lib/crypto";
import { loadEnv } from "@/lib/env";
import { noticeBearer } from "./notice-bearer";
import { dbOf, getParts } from "./parts";
import { readNetwork } from "./read-network";
import { requirePublishedIncident } from "./published-incident";

const BROWSER = "amends-browser";
const PROOF = "amends-proof";
const options = () => ({ httpOnly: true, sameSite: "lax" as const, path: "/", secure: loadEnv().AMENDS_URL.startsWith("https:") });

const find = cache(async (incidentId: string) => {
  await noticeBearer();
  const token = (await cookies()).get(PROOF)?.value;
  return token ? findSubjectSession(dbOf(incidentId), incidentId, token) : null;
});

/** The context of the person who has proven a contact of this incident; null for everybody else. */
export async function findSubjectContext(incident: Pick<PublishedIncident, "id">, locale: Locale): Promise<SubjectContext | null> {
  const actor = await find(incident.id);
  return actor && mintContext(getParts(), actor, { locale });
}

/** The gate of the pages that show what is a person's own: whoever has proven nothing is led to where they can. Their actions pass `runSubjectAction`, which gives back what was typed. */
export async function requireSubjectContext(params: Promise<{ locale: string; incident: string }>): Promise<{ ctx: SubjectContext; incident: PublishedIncident; locale: Locale }> {
  const { incident, locale } = await requirePublishedIncident(params);
  const ctx = await findSubjectContext(incident, locale);
  if (!ctx) redirect(`/${locale}/${incident.slug}/check`);
  return { ctx, incident, locale };
}

/** Random value by which a code is bound to this browser; null while it has none. */
export async function readBrowser(): Promise<string | null> {
  return (await cookies()).get(BROWSER)?.value ?? null;
}

/** Where a claim is filed from: what the session knows already. It sets nothing, so that nobody gets a cookie for being compared. */
export async function readOrigin(): Promise<ClaimOrigin> {
  return { browser: await readBrowser(), network: await readNetwork() };
}

/** Who asks for a code: this browser, given a value if it has none, and the network as far as it can be known. For actions alone, because it sets a cookie. */
export async function identifyAsker(): Promise<Asker> {
  const jar = await cookies();
  const known = jar.get(BROWSER)?.value;
  const browser = known !== undefined && /^[\w-]{43}$/.test(known) ? known : randomToken();
  if (browser !== known) jar.set(BROWSER, browser, { ...options(), maxAge: 365 * 86_400 });
  return { browser, network: await readNetwork() };
}

export async function rememberProof(token: string): Promise<void> {
  (await cookies()).set(PROOF, token, { ...options(), maxAge: PROOF_MS / 1000 });
}

export async function forgetProof(): Promise<void> {
  (await cookies()).delete(PROOF);
}

/** The contact this browser asked a code for, masked; null when it has asked for none that could still be used. */
export async function findAskedContactOfBrowser(incidentId: string, locale: Locale): ReturnType<typeof findAskedContact> {
  const browser = await readBrowser();
  return browser === null ? null : findAskedContact(mintContext(getParts(), { kind: "visitor" }, { locale, sees: incidentId }), incidentId, browser);
}
