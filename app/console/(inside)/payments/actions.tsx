"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { bytesOfFile } from "@/app/_server/bytes-of-file";
import { currentIncidentOf } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { cancelBatch } from "@/domain/payments/cancel-batch";
import { uploadCodes } from "@/domain/payments/codes/upload-codes";
import { collectPayments } from "@/domain/payments/collect-payments";
import { dropPayment } from "@/domain/payments/drop-payment";
import { makeBankTable } from "@/domain/payments/make-bank-table";
import { mayPay, mayReleasePayments, maySendCodesAgain } from "@/domain/payments/policy";
import { recordAnswer } from "@/domain/payments/record-answer";
import { releaseBatchAgain } from "@/domain/payments/release-batch-again";
import { releaseBatch } from "@/domain/payments/release-batch";
import { bringBackBankTable, removeBankTable } from "@/domain/payments/remove-bank-table";
import { saveBankTable } from "@/domain/payments/save-bank-table";
import { savePayer } from "@/domain/payments/save-payer";
import { sendCodesAgain } from "@/domain/payments/send-codes-again";
import { sharePool } from "@/domain/payments/share-pool";

const words = (locale: string) => getTranslations({ locale, namespace: "payments" });
const batchPage = (batchId: unknown) => ({ redirect: `/console/payments/${String(batchId)}` });

export async function collectPaymentsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, input) => batchPage((await collectPayments(ctx, input)).batchId));
}

export async function sharePoolAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, input, { locale }) => {
    // What stands in its way is on the page.
    refresh();
    await sharePool(ctx, input);
    refresh();
    return { message: (await words(locale))("share.done") };
  });
}

export async function sendCodesAgainAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(maySendCodesAgain, form, async (ctx, input) => ({ redirect: `/console/claims/${(await sendCodesAgain(ctx, input)).claimId}` }));
}

export async function releaseBatchAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReleasePayments, form, async (ctx, input) => {
    await releaseBatch(ctx, input);
    return batchPage(input.batchId);
  });
}

export async function releaseBatchAgainAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReleasePayments, form, async (ctx, input) => {
    await releaseBatchAgain(ctx, input);
    return batchPage(input.batchId);
  });
}

export async function cancelBatchAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, input) => {
    await cancelBatch(ctx, input);
    return batchPage(input.batchId);
  });
}

export async function dropPaymentAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, input) => batchPage((await dropPayment(ctx, input)).batchId));
}

export async function readAnswerAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, { file }, { locale }) => {
    const current = await currentIncidentOf(ctx);
    const { before, unknown, ...counts } = await recordAnswer(ctx, current.id, await bytesOfFile(file));
    refresh();
    const t = await words(locale);
    return { message: before ? t("answer.before") : t("answer.done", { ...counts, unknown: unknown.length }) };
  });
}

export async function savePayerAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, input, { locale }) => {
    await savePayer(ctx, input);
    refresh();
    return { message: (await words(locale))("payer.saved") };
  });
}

export async function uploadCodesAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, { file, ...input }, { locale }) => {
    const { codes, before } = await uploadCodes(ctx, input, await bytesOfFile(file));
    refresh();
    const t = await words(locale);
    return { message: before ? t("codes.before") : t("codes.done", { codes }) };
  });
}

const tablePage = (tableId: unknown) => ({ redirect: `/console/payments/tables/${String(tableId)}` });

export async function makeBankTableAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, input) => tablePage((await makeBankTable(ctx, input)).tableId));
}

export async function saveBankTableAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, input, { locale }) => {
    await saveBankTable(ctx, input);
    refresh();
    return { message: (await getTranslations({ locale, namespace: "bank-tables" }))("set.saved") };
  });
}

export async function removeBankTableAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, input) => {
    await removeBankTable(ctx, input);
    return tablePage(input.tableId);
  });
}

export async function bringBackBankTableAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPay, form, async (ctx, input) => {
    await bringBackBankTable(ctx, input);
    return tablePage(input.tableId);
  });
}
