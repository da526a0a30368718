import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ProgrammeEditor, type ProgrammeEditorWords } from "@/components/programmes/programme-editor";
import { BackLink } from "@/components/ui/lists";
import { dataClasses, dataClassSlugs } from "@/content/data-classes";
import { mayEditProgrammes } from "@/domain/programmes/policy";
import { getProgramme } from "@/domain/programmes/queries";
import { writeTermsForm } from "@/domain/programmes/terms-form";
import { saveProgrammeDraftAction } from "../../actions";

export const generateMetadata = staffTitle("programmes-console", "edit");

export default async function EditProgrammePage({ params }: PageProps<"/console/programmes/[programme]/edit">) {
  const { ctx, member, incident } = await requireIncident(mayEditProgrammes);
  const { locale } = member;
  const file = await notFoundOr(getProgramme(ctx, incident.id, (await params).programme));
  const draft = file.versions.find(({ state }) => state === "draft");
  if (!draft) redirect(`/console/programmes/${file.slug}`);
  const t = await getTranslations({ locale, namespace: "programmes-console" });
  const form = { ...writeTermsForm(draft.terms, incident.timeZone), programmeId: file.id, slug: file.slug, number: String(draft.number), edit: String(draft.edit) };
  return (
    <div className="max-w-240">
      <BackLink href={`/console/programmes/${file.slug}`}>{draft.terms.texts.name[locale] || file.slug}</BackLink>
      <PageHead title={t("edit")}>{t("edit-intro", { currency: draft.terms.currency, zone: incident.timeZone })}</PageHead>
      <ProgrammeEditor action={saveProgrammeDraftAction} form={form} locale={locale} words={t.raw("editor") as ProgrammeEditorWords} classes={dataClassSlugs.map((slug) => ({ value: slug, label: dataClasses[slug].label[locale] }))} />
    </div>
  );
}
