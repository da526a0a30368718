import { runMachineHandler } from "@/app/_server/machine-handler";
import { getParts } from "@/app/_server/parts";
import { listOverdueKeys } from "@/domain/keys/register/queries";

export const dynamic = "force-dynamic";

/**
 * Readiness: the database answers, the keys open, and none is past its age. Says which check failed, never why: anybody may ask. The worker's own port, inside the
 * machine, names the keys.
 */
export function GET(): Promise<Response> {
  return runMachineHandler(null, ready);
}

async function ready(): Promise<Response> {
  const { db, keys } = getParts();
  const passes = (check: Promise<unknown>) => check.then(() => true, () => false);
  const [database, opened, inTime] = await Promise.all([
    passes(db.$client.query("select 1")),
    passes(keys.current("seal", "installation")),
    listOverdueKeys(db).then((overdue) => overdue.length === 0, () => false),
  ]);
  const checks = { database, keys: opened, "key-ages": inTime };
  const ok = Object.values(checks).every(Boolean);
  return Response.json({ ok, checks }, { status: ok ? 200 : 503 });
}
