import "server-only";
import { headers } from "next/headers";
import { clientNetwork, PEER_HEADER, readTrustedProxies } from "@/lib/client-network";
import { loadEnv } from "@/lib/env";

/** The network that a request came from, as far as it can be known; never the address. */
export async function readNetwork(): Promise<string | null> {
  const head = await headers();
  return clientNetwork(head.get(PEER_HEADER), head.get("x-forwarded-for"), readTrustedProxies(loadEnv().TRUSTED_PROXIES));
}
