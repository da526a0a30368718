import "server-only";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { loadEnv } from "@/lib/env";
import { nowhere } from "./nowhere";

export type Side = "portal" | "console";

/** Which side of the product a request was sent to, by the host name in it; null where both share one. The console's name is for the console alone; any other is the portal's. */
export function sideOf(request: Pick<Request, "headers">): Side | null {
  const { CONSOLE_URL, HOST, PORT } = loadEnv();
  if (CONSOLE_URL === undefined) return null;
  const asked = urlOf(request.headers.get("host"));
  // The framework asks itself, at its own address, for the page that an action leads to, and says where the browser asked.
  const own = asked?.port === String(PORT) && [HOST, "localhost", "127.0.0.1"].includes(asked.hostname);
  const named = own ? (urlOf(request.headers.get("x-forwarded-host")) ?? asked) : asked;
  return named?.hostname === new URL(CONSOLE_URL).hostname ? "console" : "portal";
}

const urlOf = (host: string | null): URL | null => (host !== null && URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null);

/** Where portal and console have host names of their own there is nothing of the one at the other's: part of every gate, for pages, actions and handlers alike. */
export async function requireSide(side: Side): Promise<void> {
  const here = sideOf({ headers: await headers() });
  if (here === null || here === side) return;
  if (side === "console") notFound();
  nowhere();
}

/** The address of a page of the portal, for links that may stand in the console. */
export function portalAddress(path: string): string {
  const { CONSOLE_URL, AMENDS_URL } = loadEnv();
  return CONSOLE_URL === undefined ? path : AMENDS_URL.replace(/\/$/, "") + path;
}

/** Where people are told that the console is. */
export function consoleAddress(): URL {
  const { CONSOLE_URL, AMENDS_URL } = loadEnv();
  return new URL(CONSOLE_URL ?? AMENDS_URL);
}
