import { getParts } from "@/app/_server/parts";

export const dynamic = "force-dynamic";

/** Readiness: the database answers and the keys open. Says which check failed, never why. */
export async function GET(): Promise<Response> {
  const { db, keys } = getParts();
  const passes = (check: Promise<unknown>) => check.then(() => true, () => false);
  const [database, opened] = await Promise.all([passes(db.$client.query("select 1")), passes(keys.current("seal", "installation"))]);
  const ok = database && opened;
  return Response.json({ ok, checks: { database, keys: opened } }, { status: ok ? 200 : 503, headers: { "cache-control": "no-store" } });
}
