import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import { claimClocks } from "@/db/schema/claim-clocks";
import { claims } from "@/db/schema/claims";
import { queueMail } from "../../correspondence/queue-mail";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { findPublishedIncident } from "../../incidents/queries";
import { listLeads } from "../../staff/queries";
import { ourKinds } from "./our-kinds";

/** Counted up to here, and named up to there: the board has all of them. */
const MOST = 100;
const NAMED = 5;

/** Tell every lead, in their language, which claims ran out since they were told last, and where the board is. */
export async function mailLeads(tx: Executor, ctx: Context, { incidentId, since, consoleUrl }: { incidentId: string; since: Date | null; consoleUrl: string }): Promise<void> {
  const late = await tx
    .select({ reference: claims.reference, kind: claimClocks.kind, dueAt: claimClocks.dueAt })
    .from(claimClocks)
    .innerJoin(claims, eq(claims.id, claimClocks.claimId))
    .where(and(eq(claimClocks.incidentId, incidentId), eq(claimClocks.stage, "late"), inArray(claimClocks.kind, ourKinds), since ? gt(claimClocks.breachedAt, since) : undefined))
    .orderBy(asc(claimClocks.breachedAt), asc(claimClocks.dueAt))
    .limit(MOST + 1);
  const leads = await listLeads(tx);
  if (leads.length === 0) ctx.log.warn({ incidentId, late: late.length }, "claims are late and nobody is their lead");
  const incident = await findPublishedIncident(tx, incidentId);
  const timeZone = incident?.content.timeZone ?? "Asia/Seoul";
  for (const { email, name, locale } of leads) {
    const t = translator(locale, "claims-clocks");
    const count = late.length > MOST ? `${MOST}+` : String(late.length);
    const named = late.slice(0, NAMED).map(({ reference, kind, dueAt }) => `  ${t("mail.line", { reference: reference ?? "", kind: t(`kind.${kind}`), at: formatTime(dueAt, locale, timeZone) })}`);
    await queueMail(tx, ctx, {
      purpose: "staff-claims-late",
      incidentId,
      to: email,
      locale,
      subject: t("mail.subject", { count, incident: incident?.content.organisation[locale] ?? "" }),
      text: [t("mail.greeting", { name }), t("mail.body", { count }), named.join("\n"), t("mail.board"), `${consoleUrl.replace(/\/$/, "")}/console/claims/board`, t("mail.why")].join("\n\n"),
    });
  }
}
