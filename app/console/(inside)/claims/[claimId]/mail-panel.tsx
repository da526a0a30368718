import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { Callout, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { Claim } from "@/domain/claims/types";
import { listRefusedMails } from "@/domain/correspondence/queries";
import { may, type StaffContext } from "@/domain/kernel/context";
import { maySendCodesAgain } from "@/domain/payments/policy";
import { findGivenCodes } from "@/domain/payments/queries";
import { sendCodesAgainAction } from "../../payments/actions";

/** What a claimant did not get: mails of the claim that were refused, with what to do about them; and the codes that they were given, to be sent once more. */
export async function MailPanel({ ctx, claim, locale, timeZone }: { ctx: StaffContext; claim: Claim; locale: Locale; timeZone: string }) {
  const [refused, codes] = await Promise.all([listRefusedMails(ctx.db, claim.id), findGivenCodes(ctx.db, claim.id)]);
  if (refused.length === 0 && !codes) return null;
  const t = await getTranslations({ locale, namespace: "claims-refused" });
  return (
    <Panel title={t(refused.length > 0 ? "title" : "codes")}>
      <div className="max-w-160 space-y-4">
        {refused.length > 0 && (
          <Callout kind="leaked">
            <p>{t("text")}</p>
            <ul className="my-3 list-disc space-y-2 pl-5">
              {refused.map(({ purpose, channel, reply, at }, i) => (
                <li key={i}>
                  {t(`topic.${topicOf(purpose)}`)} ({t(channel)}), <Time at={at} locale={locale} timeZone={timeZone} />
                  {reply && <span className="block text-ink-soft">{t("reply", { reply })}</span>}
                </li>
              ))}
            </ul>
            <p>{t("do")}</p>
          </Callout>
        )}
        {codes && <p>{t(codes.sent ? "codes-sent" : "codes-waiting", { codes: codes.codes })}</p>}
        {codes?.sent && may(ctx.actor, maySendCodesAgain) && (
          <ActionForm action={sendCodesAgainAction} hidden={{ claimId: claim.id }} className="space-y-3">
            <p className="text-ink-soft">{t("codes-hint")}</p>
            <SubmitButton kind="secondary">{t("codes-again")}</SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}

/** What a mail was about, by what it was for. */
function topicOf(purpose: string): "decision" | "asked" | "message" | "codes" | "payment" | "other" {
  if (["claim-approved", "claim-denied", "claim-denied-final"].includes(purpose)) return "decision";
  if (["claim-asked", "claim-extended", "claim-reminded"].includes(purpose)) return "asked";
  if (purpose === "claim-message") return "message";
  if (purpose === "claim-payment-codes") return "codes";
  return purpose.startsWith("claim-payment-") ? "payment" : "other";
}
