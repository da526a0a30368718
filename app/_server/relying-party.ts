import "server-only";
import type { RelyingParty } from "@/domain/staff/passkeys/types";
import { loadEnv } from "@/lib/env";
import { consoleAddress } from "./hosts";

/** Whom staff's passkeys are for: this installation, by the address of its console. One that moves to another host name needs new ones. */
export function relyingParty(): RelyingParty {
  const { hostname, origin } = consoleAddress();
  return { id: hostname, origin };
}

/** Whether roles that approve, pay or administer need a passkey: always in production, elsewhere where the settings say so, so that a trial works with a code alone. */
export function passkeysRequired(): boolean {
  const { PASSKEYS, AMENDS_ENV } = loadEnv();
  return (PASSKEYS ?? (AMENDS_ENV === "production" ? "required" : "offered")) === "required";
}
