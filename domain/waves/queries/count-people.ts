import { authorise, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { readTemplateVersion } from "../../notices/queries";
import { countAudience, publishedVersionOf } from "../count-audience";
import { countPeopleInput } from "../input";
import { mayReadWaves } from "../policy";

/** Count whom a wording would go to in the dataset that is published now; exact, and nobody's record is read. Null while none is. @throws {Forbidden} @throws {Invalid} @throws {NotFound} */
export async function countPeople(ctx: Context, raw: unknown): Promise<{ people: number; datasetVersion: number } | null> {
  authorise(ctx, mayReadWaves);
  const { templateVersionId, audience } = parseInput(countPeopleInput, raw);
  const { incidentId, kind } = await readTemplateVersion(ctx.db, templateVersionId);
  const datasetVersion = await publishedVersionOf(ctx.db, incidentId);
  return datasetVersion === null ? null : { people: await countAudience(ctx.db, incidentId, datasetVersion, kind, audience), datasetVersion };
}
