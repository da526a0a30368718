import { eq } from "drizzle-orm";
import { imports } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import type { Locale } from "@/db/values/locales";
import { recordAudit } from "../audit/record-audit";
import type { ExportTicket } from "../audit/types";
import { authorise, type Context } from "../kernel/context";
import { Conflict, NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { mayExportRejects } from "./policy";
import { countRejects } from "./queries";
import { writeRejects } from "./write-rejects";

async function findImport(ctx: Context, importId: string): Promise<{ incidentId: string; name: string }> {
  const [found] = await ctx.db.select({ incidentId: imports.incidentId, slug: incidents.slug, version: imports.version }).from(imports).innerJoin(incidents, eq(incidents.id, imports.incidentId)).where(eq(imports.id, requireUuid(importId, "import")));
  if (!found) throw new NotFound("import");
  return { incidentId: found.incidentId, name: `${found.slug}-version-${found.version}` };
}

/** How many rejected cells a run's file has, for who asks for them as a file. @throws {NotFound} @throws {Conflict} when there are none */
export async function measureRejects(ctx: Context, importId: string): Promise<{ people: number; incidentId: string }> {
  authorise(ctx, mayExportRejects);
  const { incidentId } = await findImport(ctx, importId);
  const people = await countRejects(ctx, importId);
  if (people === 0) throw new Conflict("no-rejects");
  return { people, incidentId };
}

/** Export the rejected cells of a run's file, masked, for the people who mend it. Audited before the first byte; the file never has more of them than that, though its import goes on. @throws {Forbidden} @throws {NotFound} @throws {Conflict} */
export async function exportRejects(ctx: Context, importId: string, locale: Locale, ticket: ExportTicket): Promise<{ name: string; pages: AsyncGenerator<string> }> {
  authorise(ctx, mayExportRejects);
  const { incidentId, name } = await findImport(ctx, importId);
  const rows = await countRejects(ctx, importId);
  if (rows > ticket.people) throw new Conflict("export-grew");
  await withTransaction(ctx, async (tx) => {
    await ticket.spend(tx);
    await recordAudit(tx, ctx, { action: "dataset.export-rejects", object: { kind: "import", id: importId }, incidentId, reason: ticket.reason, details: { rows, export: ticket.id } });
  });
  return { name, pages: writeRejects(ctx, importId, locale, rows) };
}
