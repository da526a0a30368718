import { z } from "zod";
import { dataClassSlugs } from "@/content/data-classes";
import { subjectKinds } from "@/db/values/audience";
import { locales } from "@/db/values/locales";
import { channels } from "@/db/values/wave-states";
import { audience, owedCorrection } from "../audiences/types";
import { overrideFindingInput } from "../notices/input";
import { noticeWording } from "../notices/types";
import { waveChannels, waveSchedule } from "./types";
import { wavePace } from "./pace/types";

const subjectId = z.string().regex(/^[1-9]\d{0,18}$/, "invalid-input");

export const createWaveInput = z.object({
  templateVersionId: z.uuid({ error: "choose-one" }),
  audience,
  channels: waveChannels,
  scheduledAt: z.coerce.date({ error: "date-time" }).nullable().default(null),
  schedule: waveSchedule.prefault({}),
  pace: wavePace.prefault({}),
  /** Null is what the kind of notice asks for. */
  doubtPolicy: z.enum(["resend-once", "hold"], { error: "choose-one" }).nullable().default(null),
});
/** What is left out stays as it is. */
export const editWaveInput = createWaveInput.pick({ templateVersionId: true, audience: true }).extend({
  waveId: z.uuid(),
  channels: waveChannels.unwrap().optional(),
  scheduledAt: z.coerce.date({ error: "date-time" }).nullable().optional(),
  schedule: waveSchedule.optional(),
  pace: wavePace.optional(),
  /** Null is what the kind of notice asks for. */
  doubtPolicy: z.enum(["resend-once", "hold"], { error: "choose-one" }).nullable().optional(),
});
export const returnWaveInput = z.object({ waveId: z.uuid(), reason: z.string().trim().max(2000, "too-long").default("") });
export const waveIdInput = z.object({ waveId: z.uuid() });
export const approveWaveInput = z.object({ waveId: z.uuid(), approvalHash: z.string().regex(/^[0-9a-f]{64}$/, "invalid-input") });
export const overrideWaveFindingInput = overrideFindingInput.pick({ finding: true, reason: true }).extend({ waveId: z.uuid() });
export const askCorrectionsInput = z.object({ incidentId: z.uuid() });
/** Nothing owed is a notice that is wrong in another way, for all of its readers. `sms` says whether texts can be sent at all. */
export const startCorrectionInput = z.object({ incidentId: z.uuid(), name: z.string(), corrects: z.uuid({ error: "choose-one" }), owed: z.array(owedCorrection).max(126), sms: z.boolean() });
export const cancelWaveInput = z.object({ waveId: z.uuid(), reason: z.string().trim().min(10, "reason-too-short").max(2000, "too-long") });
export const decideInDoubtInput = z.object({
  waveId: z.uuid(),
  channel: z.enum(channels).default("email"),
  subjectIds: z.array(subjectId).min(1, "required").max(1000, "too-long"),
  decision: z.enum(["send-again", "delivered"], { error: "choose-one" }),
});
export const previewNoticeInput = z.object({ waveId: z.uuid(), position: z.coerce.number({ error: "place" }).int("place").min(1, "place").max(100_000, "place").default(1), locale: z.enum(locales, "choose-one").optional() });
export const sendTestToSelfInput = z.object({ waveId: z.uuid(), locale: z.enum(locales, "choose-one") });
export const changePaceInput = z.object({ waveId: z.uuid(), pace: wavePace });
export const findPathInput = z.object({ waveId: z.uuid(), subjectId });

const someClasses = z.array(z.enum(dataClassSlugs, "data-class")).max(63, "too-long");
/** Words as they stand in an editor, and somebody who reads them: made up, or like somebody of the data. */
export const draftLookInput = z.object({
  versionId: z.uuid(),
  locale: z.enum(locales, "choose-one"),
  reader: z.object({ confirmed: someClasses, possible: someClasses, kinds: z.array(z.enum(subjectKinds, "choose-one")).min(1, "required").max(2, "too-long") }),
  content: noticeWording,
});
