import { z } from "zod";
import { exportKinds } from "@/db/values/exports";

const reason = z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").trim()).pipe(z.string().min(10, "reason-too-short").max(1_000, "too-long"));

export const askExportInput = z.object({ kind: z.enum(exportKinds, "choose-one"), objectId: z.string({ error: "required" }).min(1, "required").max(200, "too-long"), reason });
export const exportInput = z.object({ exportId: z.uuid("export") });
export const refuseExportInput = exportInput.extend({ reason });
