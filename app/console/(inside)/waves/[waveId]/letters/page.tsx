import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import { LimitedFile } from "@/components/form/limited-file";
import { SubmitButton } from "@/components/form/submit-button";
import { LetterBatches } from "@/components/letters/letter-batches";
import { BackLink } from "@/components/ui/lists";
import { may } from "@/domain/kernel/context";
import { MOST_RETURNED } from "@/domain/letters/input";
import { mayHandOverLetters, mayRecordReturnedLetters } from "@/domain/letters/policy";
import { listLetterBatches } from "@/domain/letters/queries";
import { mayReadWaves } from "@/domain/waves/policy";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { recordReturnedLettersAction } from "../../letter-actions";
import { WaitingBatch } from "./waiting-batch";

export const generateMetadata = staffTitle("letters", "title");

export default async function LettersPage({ params }: PageProps<"/console/waves/[waveId]/letters">) {
  const { ctx, member, incident } = await requireIncident(mayReadWaves);
  const { locale } = member;
  const wave = await notFoundOr(getWaveOverview(ctx, (await params).waveId));
  if (wave.incidentId !== incident.id) notFound();
  const t = await getTranslations({ locale, namespace: "letters" });
  const waves = await getTranslations({ locale, namespace: "waves" });
  const batches = await listLetterBatches(ctx, wave.id);
  const name = waves("notice-of", { name: wave.template.name, number: wave.template.number });
  return (
    <div className="max-w-240">
      <BackLink href={`/console/waves/${wave.id}`}>{name}</BackLink>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      {may(ctx.actor, mayHandOverLetters) &&
        batches.filter(({ state }) => state === "waiting").reverse().map((batch) => <WaitingBatch key={batch.id} ctx={ctx} batch={batch} cancelled={wave.state === "cancelled"} locale={locale} timeZone={incident.timeZone} now={ctx.clock.now()} />)}
      <Panel title={t("batches")}>
        <LetterBatches batches={batches} locale={locale} timeZone={incident.timeZone} />
      </Panel>
      {may(ctx.actor, mayRecordReturnedLetters) && batches.some(({ state }) => state === "handed-over") && (
        <Panel title={t("returned.title")}>
          <p className="mb-3">{t("returned.text")}</p>
          <ActionForm action={recordReturnedLettersAction} hidden={{ waveId: wave.id }} className="space-y-4">
            <TextArea name="handles" label={t("returned.typed")} hint={t("returned.typed-hint")} rows={3} maxLength={100_000} />
            <LimitedFile name="file" label={t("returned.file")} hint={t("returned.file-hint")} accept=".csv,.txt,text/csv,text/plain" most={MOST_RETURNED} tooLarge={t("returned.file-large")} />
            <SubmitButton>{t("returned.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
    </div>
  );
}
