import { eq } from "drizzle-orm";
import { imports } from "@/db/schema/exposure";
import type { ExportKind } from "@/db/values/exports";
import type { Locale } from "@/db/values/locales";
import { approveExport } from "@/domain/exports/approve-export";
import { askExport } from "@/domain/exports/ask-export";
import { getExport } from "@/domain/exports/queries";
import { takeOutExport } from "@/domain/exports/take-out-export";
import type { StaffContext } from "@/domain/kernel/context";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { staffContext } from "./contexts";
import { aStaffMember } from "./staff";

interface Wanted {
  kind: ExportKind;
  objectId: string;
  locale?: Locale;
  [choice: string]: unknown;
}

export const EXPORT_REASON = "for the second round of letters";

/** Ask for a file and take it out, with a second person where it needs one. */
export async function takeOut(ctx: StaffContext, { locale = "en", ...wanted }: Wanted): Promise<{ exportId: string; fileName: string; contentType: string; bytes: Buffer }> {
  const exportId = await askExport(ctx, { reason: EXPORT_REASON, ...wanted });
  if ((await getExport(ctx, exportId)).state === "waiting") await approveExport(staffContext(ctx, ["approver"]), { exportId });
  const { fileName, contentType, bytes } = await takeOutExport(ctx, { exportId }, locale);
  return { exportId, fileName, contentType, bytes: await readAll(bytes) };
}

export async function readAll(bytes: AsyncIterable<string | Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const piece of bytes) read.push(Buffer.from(piece));
  return Buffer.concat(read);
}

/** A file of so many rejected cells that it is still being read when it is cut; somebody asked for it, and a second person agreed. */
export async function aLargeExport(parts: ProcessParts, { incidentId, staffId }: { incidentId: string; staffId: string }): Promise<string> {
  const [found] = await parts.db.select({ id: imports.id }).from(imports).where(eq(imports.incidentId, incidentId));
  const exportId = await askExport(staffContext(parts, ["approver"], staffId), { kind: "rejects", objectId: found?.id, reason: EXPORT_REASON });
  await approveExport(staffContext(parts, ["security"], (await aStaffMember(parts, ["security"])).id), { exportId });
  return exportId;
}
