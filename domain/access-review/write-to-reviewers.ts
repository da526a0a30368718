import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import { queueMail } from "../correspondence/queue-mail";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { listOpenByReviewer } from "./queries";

/** Write to everybody who has something to answer in a campaign, how much it is and until when. */
export async function writeToReviewers(tx: Executor, ctx: Context, campaignId: string, what: "open" | "remind"): Promise<void> {
  for (const { email, locale, count, answerBy } of await listOpenByReviewer(tx, campaignId)) {
    const t = translator(locale, "access-review");
    const values = { count, at: formatTime(answerBy, locale) };
    await queueMail(tx, ctx, { purpose: "staff-access-review", incidentId: null, to: email, locale, subject: t(`mail.${what}.subject`, values), text: [t(`mail.${what}.body`, values), t(`mail.${what}.next`, values)].join("\n\n") });
  }
}
