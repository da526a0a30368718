import { z } from "zod";

export const requestCodeInput = z.object({ contact: z.string().max(320, "too-long") });
export const proveContactInput = z.object({ code: z.string().trim().min(1, "required").max(40, "code-digits") });
/** Where a page of looks goes on; anything else begins with the newest. */
export const ownLooksInput = z.object({ before: z.uuid().optional().catch(undefined) });
