import "server-only";
import { loadEnv } from "@/lib/env";

/** Whether texts can be sent: without a gateway nothing about phones is shown or offered. */
export function offersSms(): boolean {
  return loadEnv().SMS_URL !== undefined;
}
