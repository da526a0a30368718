import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { readRequestItem } from "@/domain/claims/requests/rules";
import type { ClaimRequest } from "@/domain/claims/types";
import { ActionForm } from "../form/action-form";
import { TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Prose } from "../incidents/prose";
import { Callout, formatTime } from "../ui/text";

interface AnswerRequestProps {
  request: ClaimRequest;
  /** What is asked for, a sentence each. */
  asked: readonly string[];
  action: FormAction;
  hidden: Record<string, string>;
  /** Addresses of the pages on which papers are added and the account is changed. */
  papers: string;
  account: string;
  now: Date;
  locale: Locale;
  timeZone: string;
}

/** What we wait for: exactly what an agent ticked, until when, where each of it is done, and the button that says it is all there. */
export async function AnswerRequest({ request, asked, action, hidden, papers, account, now, locale, timeZone }: AnswerRequestProps) {
  const t = await getTranslations({ locale, namespace: "claims-requests" });
  const names = new Set(request.items.map((item) => readRequestItem(item).name));
  const wantsWords = names.has("explain-loss") || names.has("explain-time") || names.has("other");
  const by = formatTime(request.cureBy, locale, timeZone, true);
  return (
    <section className="my-8 space-y-4 border-l-4 border-possible bg-surface px-4 py-4" aria-labelledby="asked">
      <h2 id="asked" className="text-22">
        {t("own.title")}
      </h2>
      {request.cureBy < now ? <Callout kind="possible">{t("own.late", { by })}</Callout> : <p>{t("own.by", { by })}</p>}
      <ul className="list-disc space-y-1 pl-6">
        {asked.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {request.note && <Prose text={request.note} />}
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link href={papers} prefetch={false}>
          {t("own.papers")}
        </Link>
        {names.has("account") && (
          <Link href={account} prefetch={false}>
            {t("own.account")}
          </Link>
        )}
      </p>
      <ActionForm action={action} hidden={hidden}>
        <TextArea name="answer" label={wantsWords ? t("own.answer") : t("own.answer-maybe")} hint={t("own.answer-hint")} rows={4} maxLength={2000} />
        <SubmitButton pending={t("own.sending")}>{t("own.submit")}</SubmitButton>
      </ActionForm>
    </section>
  );
}
