import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { LimitedFile } from "@/components/form/limited-file";
import { SubmitButton } from "@/components/form/submit-button";
import { AnswerList } from "@/components/payments/answer-list";
import { BatchTable } from "@/components/payments/batch-table";
import { MOST_ACCOUNTS, WaitingAccounts } from "@/components/payments/waiting-accounts";
import { MoneyTable } from "@/components/payments/money-table";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/text";
import { countAccounts } from "@/domain/claims/queries/count-accounts";
import { may } from "@/domain/kernel/context";
import { listProgrammeMoney } from "@/domain/ledger/queries";
import { mayPay, mayReadPayments } from "@/domain/payments/policy";
import { listAnswers, listBatches } from "@/domain/payments/queries";
import { listOpenProgrammes } from "@/domain/programmes/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { readAnswerAction } from "./actions";
import { CollectPanel } from "./collect-panel";

export const generateMetadata = staffTitle("payments", "title");

const MOST_ANSWER = 7_500_000;

export default async function PaymentsPage() {
  const { ctx, member, incident } = await requireIncident(mayReadPayments);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "payments" });
  const [programmes, money, batches, answers, names] = await Promise.all([listOpenProgrammes(ctx.db, incident.id), listProgrammeMoney(ctx, incident.id), listBatches(ctx, incident.id), listAnswers(ctx, incident.id), listStaffNames(ctx)]);
  const nameOf = (programmeId: string) => programmes.find(({ id }) => id === programmeId)?.terms.texts.name[locale] ?? "–";
  const pays = may(ctx.actor, mayPay);
  return (
    <>
      <PageHead title={t("title")} actions={programmes.length > 0 && <ButtonLink kind="secondary" href="/console/payments/setup">{t("setup.title")}</ButtonLink>}>
        {t("intro")}
      </PageHead>
      {programmes.length === 0 ? (
        <EmptyState title={t("no-programme")}>{t("no-programme-hint")}</EmptyState>
      ) : (
        <>
          <Panel title={t("money.title")}>
            <MoneyTable money={money} nameOf={nameOf} locale={locale} />
          </Panel>
          <WaitingAccounts accounts={await countAccounts(ctx, incident, MOST_ACCOUNTS)} locale={locale} />
          {pays && <CollectPanel ctx={ctx} names={names} programmes={programmes} money={money} locale={locale} timeZone={incident.timeZone} />}
          <Panel title={t("batches.title")}>
            <BatchTable batches={batches} names={names} nameOf={nameOf} locale={locale} />
          </Panel>
          {(pays || answers.length > 0) && (
            <Panel title={t("answer.title")}>
              {pays && (
                <>
                  <p className="mb-3">{t("answer.intro")}</p>
                  <div className="mb-4 max-w-160">
                    <ActionForm action={readAnswerAction} className="space-y-4">
                      <LimitedFile name="file" label={t("answer.file")} hint={t("answer.file-hint")} accept=".xml,.csv,.txt,application/xml,text/xml,text/csv,text/plain" most={MOST_ANSWER} tooLarge={t("file-large")} />
                      <SubmitButton>{t("answer.submit")}</SubmitButton>
                    </ActionForm>
                  </div>
                </>
              )}
              <AnswerList answers={answers} names={names} locale={locale} timeZone={incident.timeZone} />
            </Panel>
          )}
        </>
      )}
    </>
  );
}
