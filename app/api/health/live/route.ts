import { runMachineHandler } from "@/app/_server/machine-handler";

export const dynamic = "force-dynamic";

/** Liveness: this process answers. */
export function GET(): Promise<Response> {
  return runMachineHandler(null, () => Response.json({ ok: true }));
}
