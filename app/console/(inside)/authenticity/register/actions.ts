"use server";

import { revalidatePath } from "next/cache";
import { bytesOfFile } from "@/app/_server/bytes-of-file";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { mayEndEntries, mayProposeEntries, mayPublishEntries } from "@/domain/authenticity/policy";
import { endEntry } from "@/domain/authenticity/register/end-entry";
import { proposeEntry } from "@/domain/authenticity/register/propose-entry";
import { publishEntry } from "@/domain/authenticity/register/publish-entry";
import { returnEntry } from "@/domain/authenticity/register/return-entry";
import { withdrawEntry } from "@/domain/authenticity/register/withdraw-entry";
import type { Context, Policy } from "@/domain/kernel/context";

const REGISTER = "/console/authenticity/register";

export async function proposeEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayProposeEntries, form, async (ctx, { kind, picture, ...fields }) => {
    await proposeEntry(ctx, { kind, content: nested(fields) }, await bytesOfFile(picture));
    return { redirect: REGISTER };
  });
}

export async function publishEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return decide(mayPublishEntries, form, publishEntry);
}

export async function returnEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return decide(mayPublishEntries, form, returnEntry);
}

export async function withdrawEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return decide(mayProposeEntries, form, withdrawEntry);
}

export async function endEntryAction(_: FormState, form: FormData): Promise<FormState> {
  return decide(mayEndEntries, form, endEntry);
}

function decide(rule: Policy, form: FormData, act: (ctx: Context, input: unknown) => Promise<void>): Promise<FormState> {
  return runStaffAction(rule, form, async (ctx, input) => {
    await act(ctx, input);
    revalidatePath(REGISTER);
    return { redirect: REGISTER };
  });
}

/** Fields of a form, of which `use.ko` is the Korean of `use`. */
function nested(fields: Record<string, unknown>): Record<string, unknown> {
  const content: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const [part = "", language] = name.split(".");
    if (language === undefined) content[part] = value;
    else content[part] = { ...(content[part] as Record<string, unknown> | undefined), [language]: value };
  }
  return content;
}
