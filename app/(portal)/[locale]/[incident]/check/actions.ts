"use server";

import { offersSms } from "@/app/_server/offers-sms";
import { readNetwork } from "@/app/_server/read-network";
import { findSubjectContext, forgetProof, identifyAsker, readBrowser, rememberProof } from "@/app/_server/subject";
import { runIncidentAction } from "@/app/_server/subject-action";
import type { FormState } from "@/components/form/form-state";
import { Invalid } from "@/domain/kernel/errors";
import { endProof } from "@/domain/lookups/end-proof";
import { proveContact } from "@/domain/lookups/prove-contact";
import { findAskedAddress } from "@/domain/lookups/proven-contact";
import { requestCode } from "@/domain/lookups/request-code";

export async function requestCodeAction(_: FormState, form: FormData): Promise<FormState> {
  return runIncidentAction(form, async (ctx, input, { incident, base }) => {
    await requestCode(ctx, incident, input, await identifyAsker(), { phones: offersSms() });
    return { redirect: `${base}/check/code` };
  });
}

export async function resendCodeAction(_: FormState, form: FormData): Promise<FormState> {
  return runIncidentAction(form, async (ctx, _input, { incident, base }) => {
    const asker = await identifyAsker();
    const contact = await findAskedAddress(ctx, incident.id, asker.browser);
    if (contact === null) return { redirect: `${base}/check` };
    await requestCode(ctx, incident, { contact }, asker, { phones: offersSms() });
    return { redirect: `${base}/check/code?again=1` };
  });
}

export async function proveContactAction(_: FormState, form: FormData): Promise<FormState> {
  return runIncidentAction(form, async (ctx, input, { incident, base }) => {
    const browser = await readBrowser();
    // Without the cookie no code can fit: it was asked for in another browser.
    if (browser === null) throw new Invalid({ code: ["code-other-browser"] });
    const { token } = await proveContact(ctx, incident.id, input, browser, await readNetwork());
    await rememberProof(token);
    return { redirect: `${base}/result` };
  });
}

export async function endProofAction(_: FormState, form: FormData): Promise<FormState> {
  return runIncidentAction(form, async (_ctx, _input, { incident, locale, base }) => {
    const proven = await findSubjectContext(incident, locale);
    // Half an hour may have ended it before.
    if (proven) await endProof(proven);
    await forgetProof();
    return { redirect: base };
  });
}
