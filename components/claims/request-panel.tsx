import { getTranslations } from "next-intl/server";
import { localeNames, type Locale } from "@/db/values/locales";
import type { ClaimRequest } from "@/domain/claims/types";
import { Panel } from "../console/page-head";
import { ActionForm } from "../form/action-form";
import { Choices, TextArea, TextField, type Option } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Prose } from "../incidents/prose";
import { Callout, formatTime } from "../ui/text";

/** Ask a claimant for what is missing. */
export async function AskForm({ action, claimId, items, by, language, locale, timeZone }: { action: FormAction; claimId: string; items: Option[]; by: Date; language: Locale; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "claims-requests" });
  return (
    <ActionForm action={action} hidden={{ claimId }} className="max-w-160 space-y-4">
      <Choices multiple name="items" label={t("what")} hint={t("ask-hint", { by: formatTime(by, locale, timeZone, true) })} options={items} />
      <TextArea name="note" label={t("note")} hint={t("note-hint", { language: localeNames[language] })} rows={3} maxLength={2000} />
      <SubmitButton kind="secondary">{t("ask")}</SubmitButton>
    </ActionForm>
  );
}

interface RequestsProps {
  requests: { request: ClaimRequest; items: string[] }[];
  now: Date;
  locale: Locale;
  language: Locale;
  timeZone: string;
  /** Present for who may act on the one that is open. */
  acts: { claimId: string; extend: FormAction; goOn: FormAction } | null;
}

/** What a claimant was asked, what they answered, and what can be done while they have not. */
export async function RequestsPanel({ requests, now, locale, language, timeZone, acts }: RequestsProps) {
  const t = await getTranslations({ locale, namespace: "claims-requests" });
  if (requests.length === 0) return null;
  const time = (at: Date, dateOnly = false) => formatTime(at, locale, timeZone, dateOnly);
  const ordered = [...requests].reverse();
  return (
    <Panel title={t("asked-title")}>
      <ol className="divide-y divide-line">
        {ordered.map(({ request, items }) => {
          const open = !request.answeredAt && !request.closedAt;
          return (
            <li key={request.number} className="space-y-3 py-3">
              <p className="font-semibold">{t("asked", { at: time(request.askedAt), by: time(request.cureBy, true) })}</p>
              <ul lang={locale} className="list-disc pl-6">
                {items.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
              {request.note && (
                <div lang={language}>
                  <Prose text={request.note} />
                </div>
              )}
              {request.answeredAt && <p className="text-ink-soft">{t("answered", { at: time(request.answeredAt) })}</p>}
              {request.closedAt && <p className="text-ink-soft">{t(request.closedBy ? "went-on" : "ended-with-claim")}</p>}
              {request.answer && (
                <div lang={language} className="border-l-2 border-line pl-4">
                  <Prose text={request.answer} />
                </div>
              )}
              {open && request.cureBy < now && <Callout kind="possible">{t("asked-passed", { by: time(request.cureBy, true) })}</Callout>}
              {open && acts && (
                <div className="flex flex-wrap items-end gap-6">
                  <ActionForm action={acts.extend} hidden={{ claimId: acts.claimId }} className="space-y-2">
                    <TextField type="date" name="until" label={t("until")} width={20} />
                    <SubmitButton kind="secondary">{t("extend-submit")}</SubmitButton>
                  </ActionForm>
                  <ActionForm action={acts.goOn} hidden={{ claimId: acts.claimId }} className="space-y-2">
                    <p className="text-ink-soft">{t("go-on-hint")}</p>
                    <SubmitButton kind="secondary">{t("go-on")}</SubmitButton>
                  </ActionForm>
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
