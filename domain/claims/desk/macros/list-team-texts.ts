import { asc, isNull } from "drizzle-orm";
import { formatMoney, formatTime } from "@/content/formats";
import { cannedReplies, claimMacros } from "@/db/schema/claims-team";
import type { Locale } from "@/db/values/locales";
import { authorise, type Context } from "../../../kernel/context";
import type { Executor } from "../../../kernel/transaction";
import { mayReadDesk } from "../policy";
import type { Claim } from "../../types";
import { fillReply, macroSteps, type MacroSteps, type ReplyField } from "../team-input";

export interface CannedReply {
  id: string;
  name: string;
  ko: string;
  en: string;
  edit: number;
}

export interface ClaimMacro {
  id: string;
  name: string;
  steps: MacroSteps;
  edit: number;
}

/** Answers that the lead keeps for everybody, by name. @throws {Forbidden} */
export async function listReplies(ctx: Context, db: Executor = ctx.db): Promise<CannedReply[]> {
  authorise(ctx, mayReadDesk);
  const { id, name, ko, en, edit } = cannedReplies;
  return db.select({ id, name, ko, en, edit }).from(cannedReplies).where(isNull(cannedReplies.droppedAt)).orderBy(asc(name), asc(id)).limit(200);
}

/** Macros that the lead keeps for everybody, by name. @throws {Forbidden} */
export async function listMacros(ctx: Context, db: Executor = ctx.db): Promise<ClaimMacro[]> {
  authorise(ctx, mayReadDesk);
  const rows = await db.select().from(claimMacros).where(isNull(claimMacros.droppedAt)).orderBy(asc(claimMacros.name), asc(claimMacros.id)).limit(200);
  return rows.map(({ id, name, steps, edit }) => ({ id, name, steps: macroSteps.parse(steps), edit }));
}

const UNKNOWN: Record<Locale, Record<ReplyField, string>> = { ko: { reference: "접수 번호", amount: "금액", deadline: "기한" }, en: { reference: "reference", amount: "amount", deadline: "deadline" } };

/** The reply for a claim, in the language in which it was filed. The deadline is what the claimant has until; where there is none it stays to be filled in. */
export function replyFor(reply: Pick<CannedReply, "ko" | "en">, claim: Pick<Claim, "locale" | "reference" | "approvedMinor" | "amountMinor" | "currency">, deadline: Date | null, timeZone: string): string {
  const { locale, reference } = claim;
  return fillReply(
    reply[locale],
    { ...(reference === null ? {} : { reference }), amount: formatMoney(claim.approvedMinor ?? claim.amountMinor, claim.currency, locale), ...(deadline === null ? {} : { deadline: formatTime(deadline, locale, timeZone, true) }) },
    UNKNOWN[locale],
  );
}
