import type { Context } from "../../kernel/context";
import { openLines, readPurpose } from "../read-payments";
import type { BatchPayment, FormFit, PaymentBatch, SavedBankTable } from "../types";
import { isOffered } from "./bank-columns";
import { bankTableExport } from "./bank-table";
import { paymentExports } from "./formats";

/** What the forms can carry of a draft. */
export interface TriedForms {
  /** Forms for its kind of accounts, the banks' tables first, as they are offered for its file. */
  forms: FormFit[];
  /** What some form cannot carry, by the payments' references, in their order. */
  misfits: Map<string, BatchPayment["misfits"]>;
  /** How many accounts were opened for it. */
  tried: number;
}

/**
 * Try every payment of a draft in every form, by what each form would refuse its file for, so that it can be taken out before somebody releases it. Every account is opened, in this process alone: nothing of one is in what comes back. A form that is for none
 * of the batch's accounts is left out. The caller writes down how many were tried.
 */
export async function tryForms(ctx: Context, batch: PaymentBatch, tables: readonly SavedBankTable[]): Promise<TriedForms> {
  const [lines, purpose] = [await openLines(ctx, batch, "draft"), await readPurpose(ctx.db, batch.programmeId)];
  const offered = [
    ...tables.filter(isOffered).map((table) => ({ format: "bank-table" as const, table: table.name, tableId: table.id, form: bankTableExport(table) })),
    ...(["kr-transfer", "pain.001"] as const).map((format) => ({ format, table: null, tableId: null, form: paymentExports[format] })),
  ];
  const tried = offered.map(({ form, ...name }) => ({
    ...name,
    found: lines.flatMap((line) => {
      const misfit = form.whyNot({ currency: batch.currency, purpose }, line);
      return misfit ? [{ reference: line.reference, misfit }] : [];
    }),
  }));
  const fitting = tried.filter(({ found }) => found.filter(({ misfit }) => misfit.why === "format-not-for-accounts").length < lines.length);
  const misfits: TriedForms["misfits"] = new Map();
  for (const { format, table, found } of fitting) for (const { reference, misfit } of found) misfits.set(reference, [...(misfits.get(reference) ?? []), { format, table, ...misfit }]);
  return { forms: fitting.map(({ found, ...name }) => ({ ...name, misfits: found.length })), misfits, tried: lines.length };
}
