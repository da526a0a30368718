import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { SubjectContext } from "@/domain/kernel/context";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { findSubjectSession } from "@/domain/lookups/proven-contact";
import { proveContact } from "@/domain/lookups/prove-contact";
import { askForCode, visitor } from "@/test/lookups";

export interface Proof {
  token: string;
  subject: SubjectContext;
}

/** A person's proof of a contact, as their browser and as the programs here have it. */
export async function prove(parts: ProcessParts, incident: PublishedIncident, contact: string): Promise<Proof> {
  const { browser, code } = await askForCode(parts, incident, contact);
  const { token } = await proveContact(visitor(parts), incident.id, { code }, browser);
  const actor = await findSubjectSession(parts.db, incident.id, token);
  return { token, subject: mintContext(parts, actor!, { locale: "ko" }) };
}

/** A browser on a small telephone that holds the proof. */
export async function enter(browser: Browser, { token }: Proof, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: process.env.E2E_URL, viewport: { width: 320, height: 640 }, ...options });
  await context.addCookies([{ name: "amends-proof", value: token, url: process.env.E2E_URL ?? "" }]);
  return context.newPage();
}
