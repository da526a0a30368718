"use server";

import { bytesOfFile } from "@/app/_server/bytes-of-file";
import { identifyAsker } from "@/app/_server/subject";
import { runVisitorAction } from "@/app/_server/visitor-action";
import type { CheckState } from "@/components/authenticity/check-form";
import { checkMail } from "@/domain/authenticity/check/check-mail";
import { checkNumber } from "@/domain/authenticity/check/check-number";
import { checkText } from "@/domain/authenticity/check/check-text";
import { Invalid } from "@/domain/kernel/errors";
import { loadEnv } from "@/lib/env";
import { answerMail, answerNumber, answerText } from "./answers";

export async function checkNumberAction(_: CheckState, form: FormData): Promise<CheckState> {
  return runVisitorAction(form, async (ctx, input) => {
    const answer = await answerNumber(await checkNumber(ctx, input, await identifyAsker()), ctx.locale, loadEnv().AMENDS_URL);
    return { state: { status: "done", values: typed(input.number, "number"), answer } satisfies CheckState };
  });
}

export async function checkTextAction(_: CheckState, form: FormData): Promise<CheckState> {
  return runVisitorAction(form, async (ctx, input) => {
    const portalUrl = loadEnv().AMENDS_URL;
    const answer = await answerText(await checkText(ctx, input, await identifyAsker(), portalUrl), ctx.locale);
    return { state: { status: "done", values: typed(input.text, "text"), answer } satisfies CheckState };
  });
}

export async function checkMailAction(_: CheckState, form: FormData): Promise<CheckState> {
  return runVisitorAction(form, async (ctx, { mail }) => {
    const raw = await bytesOfFile(mail);
    if (!raw) throw new Invalid({ mail: ["file-needed"] });
    const answer = await answerMail(await checkMail(ctx, raw, await identifyAsker(), loadEnv().AMENDS_URL), ctx.locale);
    return { state: { status: "done", answer } satisfies CheckState };
  });
}

/** What was typed stands in its field still, to be compared with the answer. */
function typed(value: unknown, name: string): Record<string, string> {
  return typeof value === "string" ? { [name]: value } : {};
}
