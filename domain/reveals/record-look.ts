import type { Transaction } from "@/db/client";
import type { lookPurposes, PurposefulAct } from "@/db/values/look-purposes";
import { recordSubjectLook, type LookRecord } from "../audit/record-audit";
import type { Context, Policy } from "../kernel/context";
import { roleOf } from "./rules";
import { spendReveals } from "./spend-reveals";

/** Whoever gives a reason for a look at somebody's record, which colleagues read, says what for as well, which its person reads: one of the purposes of that act. A look at nobody's record has no such reader. */
type Why = { [Act in PurposefulAct]: { action: Act; reason: string; purpose: (typeof lookPurposes)[Act][number] } }[PurposefulAct] | { reason?: never; purpose?: never } | { incidentId: null; purpose?: never };

type Look = LookRecord & Why & {
  /** The policy by which it is shown: whose record it is reads in which role somebody looked, and never who. */
  rule: Policy;
  /** How many people it takes off the actor's budget of the day: as many as it shows, also those who were shown before. Nothing where it shows them masked and they came by themselves (ADR 57). Where it takes something off, the event says how much. */
  costs: number;
};

/** Write down a look at people's records and take it off the budget of whoever looks, in the transaction that shows them. Whatever shows somebody counts here and nowhere else. @throws {Conflict} reveals-spent */
export async function recordLook(tx: Transaction, ctx: Context, { rule, costs, purpose, ...event }: Look): Promise<void> {
  await spendReveals(tx, ctx, costs);
  await recordSubjectLook(tx, ctx, { ...event, details: { ...event.details, ...(purpose && { purpose }), ...(costs > 0 && { costs }), role: roleOf(ctx.actor, rule) } });
}
