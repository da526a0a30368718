import { listStoppedKinds } from "@/app/_server/key-watch";
import { runMachineHandler } from "@/app/_server/machine-handler";
import { getParts } from "@/app/_server/parts";
import { listOverdueKeys } from "@/domain/keys/register/queries";

export const dynamic = "force-dynamic";

/**
 * Readiness: the database answers, the keys open, none is past its age, and this process does not go on with one that a rotation has stopped. Says which check failed and of what kind such a
 * key is, never more: anybody may ask. The worker's own port, inside the machine, names the keys.
 */
export function GET(): Promise<Response> {
  return runMachineHandler(null, ready);
}

async function ready(): Promise<Response> {
  const { db, keys } = getParts();
  const passes = (check: Promise<unknown>) => check.then(() => true, () => false);
  const [database, opened, inTime, stopped] = await Promise.all([
    passes(db.$client.query("select 1")),
    passes(keys.current("seal", "installation")),
    listOverdueKeys(db).then((overdue) => overdue.length === 0, () => false),
    listStoppedKinds().catch(() => null),
  ]);
  const checks = { database, keys: opened, "key-ages": inTime, "stopped-keys": stopped?.length === 0 };
  const ok = Object.values(checks).every(Boolean);
  return Response.json({ ok, checks, ...(stopped?.length && { stopped }) }, { status: ok ? 200 : 503 });
}
