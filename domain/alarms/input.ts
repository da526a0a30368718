import { z } from "zod";
import { alarmKinds, alarmSeverities, alarmStates } from "@/db/values/alarms";

const words = (least: number) => z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").trim()).pipe(z.string().min(least, least === 0 ? "" : "alarm-words").max(1_000, "too-long"));

export const acknowledgeAlarmInput = z.object({ alarmId: z.uuid("alarm"), words: words(0).optional().default("") });
/** What was found, and what was done: whoever reads it a year later was not there. */
export const closeAlarmInput = z.object({ alarmId: z.uuid("alarm"), words: words(10) });

export const plantKeyInput = z.object({ place: z.string({ error: "required" }).transform((typed) => typed.normalize("NFC").trim()).pipe(z.string().min(1, "required").max(200, "too-long").regex(/^[^\p{Cc}<>]*$/u, "control-characters")) });
export const liftKeyInput = z.object({ keyId: z.uuid("planted-key") });

/** Filters as they stand in the URL; what cannot be read is dropped. `standing` is what nobody has closed. */
export const alarmFilter = z.object({
  state: z.enum(["standing", ...alarmStates]).catch("standing").default("standing"),
  kind: z.enum(alarmKinds).optional().catch(undefined),
  severity: z.enum(alarmSeverities).optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});
export type AlarmFilter = z.output<typeof alarmFilter>;
