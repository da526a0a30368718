import type { Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { judgeVersion } from "../notices/lint/lint-version";
import { readDefects } from "../notices/queries";
import type { TemplateVersion } from "../notices/types";

/** Say why a wording that is approved is not posted, or null: something was found wrong with it since, or by the data, the facts and the law of now the check finds what nobody has passed over. */
export async function whyWordingOpen(tx: Executor, ctx: Context, version: TemplateVersion): Promise<Conflict | null> {
  if ((await readDefects(tx, version.incidentId)).some(({ versionId }) => versionId === version.id)) return new Conflict("wording-defective");
  const { open } = await judgeVersion(tx, ctx.clock.now(), version, null);
  return open > 0 ? new Conflict("posting-wording-open", { count: open }) : null;
}
