import { Conflict, type Refusal } from "../kernel/errors";
import type { Programme } from "./types";

/** Say why nobody can file under a programme at a moment, or null when they can. Times are inclusive of the opening and exclusive of the closing instant. */
export function whyNotFilable(programme: Pick<Programme, "state" | "opensAt" | "closesAt">, now: Date): Refusal | null {
  if (programme.state === "draft" || now < programme.opensAt) return new Conflict("programme-not-open-yet");
  if (programme.state === "closed" || now >= programme.closesAt) return new Conflict("programme-closed");
  return null;
}
