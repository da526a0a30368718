import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Take an approved wave's audience as it is now. */
export const freezeAudienceJob = defineJob("waves/freeze-audience", z.object({ waveId: z.uuid() }));

/** Look after the waves that are under way, once a minute. */
export const watchWavesJob = defineJob("waves/watch-waves", z.object({}), { lane: "person", maxAttempts: 1 });

/** A wake-up: whoever gets it leases any range of the wave that is due. `later` waits for the next moment something is. */
export const sendRangeJob = defineJob("waves/send-range", z.object({ waveId: z.uuid(), lane: z.union([z.number().int().min(0), z.literal("later")]) }), { maxAttempts: 1_000 });

/** Look at how a wave under way goes and set its pace; asks for itself again while it goes. */
export const governWaveJob = defineJob("waves/govern-wave", z.object({ waveId: z.uuid() }), { lane: "person", maxAttempts: 3 });

/** Count who was told something incomplete or wrong. */
export const countCorrectionsJob = defineJob("waves/count-corrections", z.object({ incidentId: z.uuid() }));
