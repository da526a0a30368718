import { getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { BackLink } from "@/components/ui/lists";
import { countPeople } from "@/domain/audiences/count-people";
import { mayEditWaves } from "@/domain/waves/policy";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { writeScheduleForm } from "@/domain/waves/write-schedule-form";
import { fieldsOf } from "../../audience-form";
import { countWords } from "../../count-words";
import { approvedWordings, WaveEditor } from "../../wave-editor";

export const generateMetadata = staffTitle("waves", "edit.title");

export default async function EditWavePage({ params }: PageProps<"/console/waves/[waveId]/edit">) {
  const { ctx, member, incident } = await requireIncident(mayEditWaves);
  const { locale } = member;
  const wave = await notFoundOr(getWaveOverview(ctx, (await params).waveId));
  if (wave.incidentId !== incident.id) notFound();
  const page = `/console/waves/${wave.id}`;
  // Somebody has sent it to review, or cancelled it.
  if (wave.state !== "draft") redirect(page);
  const t = await getTranslations({ locale, namespace: "waves" });
  const { templateVersionId, audience, template } = wave;
  const counted = await countPeople(ctx, { templateVersionId, audience });
  return (
    <div className="max-w-240">
      <BackLink href={page}>{t("notice-of", { name: template.name, number: template.number })}</BackLink>
      <PageHead title={t("edit.title")}>{t("edit.intro")}</PageHead>
      <WaveEditor ctx={ctx} locale={locale} incident={incident} wordings={await approvedWordings(ctx, incident.id, locale)} hidden={{ waveId: wave.id }} initial={{ templateVersionId, ...fieldsOf(audience, template.kind), ...writeScheduleForm(wave, incident.timeZone) }} initialCount={await countWords(counted, locale)} />
    </div>
  );
}
