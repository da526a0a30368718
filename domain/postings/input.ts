import { z } from "zod";

const days = z.coerce.number({ error: "posting-days" }).int("posting-days").min(1, "posting-days").max(3650, "posting-days");
/** Empty is nothing chosen. */
const chosen = z.union([z.literal("").transform(() => null), z.uuid("choose-one")]).default(null);

export const proposePostingInput = z.object({
  templateVersionId: z.uuid("choose-one"),
  /** Empty is what the rules ask for. */
  stayDays: z.union([z.literal("").transform(() => null), days]).default(null),
  supersedes: chosen,
  waveId: chosen,
});
export const postingIdInput = z.object({ postingId: z.uuid() });
export const withdrawPostingInput = z.object({ postingId: z.uuid(), reason: z.string().trim().min(10, "reason-too-short").max(2000, "too-long") });
export const extendPostingInput = z.object({ postingId: z.uuid(), until: z.iso.date("date") });

/** An address on the web, without a name and password in it. What it is compared by is written as browsers do. */
const webPage = z
  .string()
  .trim()
  .min(1, "required")
  .max(500, "too-long")
  .refine((typed) => {
    const url = URL.canParse(typed) ? new URL(typed) : null;
    return url !== null && ["https:", "http:"].includes(url.protocol) && url.username === "" && url.password === "";
  }, "banner-url")
  .transform((typed) => {
    const url = new URL(typed);
    url.hash = "";
    return url.href;
  });

export const proposeBannerPageInput = z.object({ postingId: z.uuid(), url: webPage });
export const bannerPageInput = z.object({ pageId: z.uuid() });
