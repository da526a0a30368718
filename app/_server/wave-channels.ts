import "server-only";
import type { Channel } from "@/db/values/wave-states";
import { loadEnv } from "@/lib/env";

/** Channels that a wave can be given: those that are set up here and over which the worker sends waves. */
export function waveChannels(): Channel[] {
  return loadEnv().SMS_URL === undefined ? ["email", "letter"] : ["email", "sms", "letter"];
}
