import "server-only";
import { headers } from "next/headers";

/** By the request that brought the form, and gone with it: what was typed is stored nowhere. */
const held = new WeakMap<object, Record<string, string>>();

/** Keep what was typed into a form that was sent without a proof, for the answer to its own request. */
export async function holdTyped(values: Record<string, string>): Promise<void> {
  held.set(await headers(), values);
}

/** What was typed into the form that this request brought and nobody could act on; null for every other. */
export async function findHeldTyped(): Promise<Record<string, string> | null> {
  return held.get(await headers()) ?? null;
}
