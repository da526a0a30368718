import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { IntakePanel } from "@/components/claims/intake-panel";
import { ScanForm } from "@/components/claims/scan-form";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import type { Locale } from "@/db/values/locales";
import { getClaimIntake } from "@/domain/claims/paper/queries";
import { whyNotPapers } from "@/domain/claims/paper-owner";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import type { ClaimDetail } from "@/domain/claims/queries/get-claim";
import { whyNotAccount, whyNotAppealable } from "@/domain/claims/rules";
import { may, type StaffContext } from "@/domain/kernel/context";
import { OwnBudget } from "../../reveals/own-budget";
import { enterAnswerAction, enterAppealAction, enterWithdrawalAction } from "../paper/actions";

interface Props {
  ctx: StaffContext;
  detail: ClaimDetail;
  names: ReadonlyMap<string, string>;
  /** Of the page's address: what came of the scans that were posted last. */
  posted: Record<string, string | string[] | undefined>;
  locale: Locale;
}

/** Whether a letter is in time follows from its postmark, which nobody has entered yet. */
const WHENEVER = new Date(0);

/** How a claim came in by post or letter, what its claimant writes later, and scans of what the post brings. */
export async function PostPanels({ ctx, detail: { claim, masked, decision, parts }, names, posted, locale }: Props) {
  const intake = await getClaimIntake(ctx, claim);
  const enters = may(ctx.actor, mayEnterPaperClaims);
  const word = (name: string) => (typeof posted[name] === "string" ? posted[name] : null);
  return (
    <>
      <IntakePanel intake={intake} names={names} letter={masked.byPost && enters ? { at: `/console/claims/paper/${claim.id}/letter`, budget: <OwnBudget ctx={ctx} locale={locale} /> } : null} locale={locale} />
      {enters && intake?.way === "paper" && <LettersPart claim={claim} appealable={!whyNotAppealable(claim.state, decision, parts.rest !== null, WHENEVER)} locale={locale} />}
      {enters && !whyNotPapers(claim.state, "add") && <ScanForm to={`/console/claims/paper/${claim.id}/scans`} later added={word("added")} problems={word("problems")} locale={locale} />}
    </>
  );
}

/** What fits the state of a claim on paper: its claimant has no page on which to do it. */
async function LettersPart({ claim, appealable, locale }: { claim: ClaimDetail["claim"]; appealable: boolean; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const hidden = { claimId: claim.id };
  const asked = claim.state === "needs-information";
  const withdrawable = asked || claim.state === "submitted" || claim.state === "in-review";
  const account = !whyNotAccount(claim);
  if (!withdrawable && !account && !appealable) return null;
  const postmark = <TextField name="postmarkedOn" type="date" label={t("later-postmark")} width={20} />;
  return (
    <Panel title={t("later")}>
      <div className="max-w-160 space-y-5">
        <p className="text-ink-soft">{t("later-hint")}</p>
        {asked && (
          <section className="space-y-3">
            <h3 className="text-14">{t("answer-title")}</h3>
            <ActionForm action={enterAnswerAction} hidden={hidden} className="space-y-4">
              {postmark}
              <TextArea name="answer" label={t("answer-text")} hint={t("answer-text-hint")} rows={4} maxLength={2000} />
              <SubmitButton kind="secondary">{t("answer-submit")}</SubmitButton>
            </ActionForm>
          </section>
        )}
        {appealable && (
          <section className="space-y-3">
            <h3 className="text-14">{t("appeal-title")}</h3>
            <ActionForm action={enterAppealAction} hidden={hidden} className="space-y-4">
              {postmark}
              <TextArea name="text" label={t("appeal-text")} hint={t("appeal-text-hint")} rows={4} maxLength={2000} />
              <SubmitButton kind="secondary">{t("appeal-submit")}</SubmitButton>
            </ActionForm>
          </section>
        )}
        {account && (
          <p>
            <Link href={`/console/claims/paper/${claim.id}/account`} prefetch={false}>
              {t("account-link")}
            </Link>
          </p>
        )}
        {withdrawable && (
          <details>
            <summary className="text-accent">{t("withdraw-title")}</summary>
            <ActionForm action={enterWithdrawalAction} hidden={hidden} className="mt-3 space-y-4">
              <p className="text-ink-soft">{t("withdraw-hint")}</p>
              {postmark}
              <SubmitButton kind="secondary">{t("withdraw-submit")}</SubmitButton>
            </ActionForm>
          </details>
        )}
      </div>
    </Panel>
  );
}
