import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Something that held messages back is gone: let those that waited go. */
export const sendingUnlockedJob = defineJob("installation/sending-unlocked", z.object({}), { lane: "person" });
