import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Hand one queued mail to the relay. */
export const sendMailJob = defineJob("correspondence/send-mail", z.object({ mailId: z.uuid() }), { lane: "person" });
