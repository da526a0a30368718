import { runStaffHandler } from "@/app/_server/staff-handler";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { streamText } from "@/app/_server/stream-text";
import { mayReadDatasets } from "@/domain/exposure/policy";
import { getDataset } from "@/domain/exposure/queries";
import { versionOf } from "@/domain/exposure/input";
import { writeRejects } from "@/domain/exposure/write-rejects";
import { NotFound } from "@/domain/kernel/errors";

/** The defects of a version's file as CSV, in the language of whoever asks, written while it is read. */
export function GET(request: Request, { params }: RouteContext<"/console/exposure/[version]/rejects">): Promise<Response> {
  return runStaffHandler(
    mayReadDatasets,
    request,
    async (ctx, { locale }) => {
      const version = versionOf((await params).version);
      const { current } = await findCurrentIncident(ctx);
      if (!current || version === null) throw new NotFound("dataset");
      const dataset = await getDataset(ctx, current.id, version);
      if (!dataset.import) throw new NotFound("import");
      return new Response(streamText(writeRejects(ctx, dataset.import.importId, locale)), {
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="${current.slug}-version-${version}-rejects.csv"`,
          "cache-control": "no-store",
        },
      });
    },
    () => new Response(null, { status: 404 }),
  );
}
