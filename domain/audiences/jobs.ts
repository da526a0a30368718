import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Count an audience over the people's own rows; `question` is the hex of the hash under which it was asked. */
export const countAudienceJob = defineJob("audiences/count-audience", z.object({ question: z.string().regex(/^[0-9a-f]{64}$/) }));
