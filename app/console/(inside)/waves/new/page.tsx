import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, Select } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { EmptyState } from "@/components/ui/text";
import { AudienceCount } from "@/components/waves/audience-count";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { locales } from "@/db/values/locales";
import { getIncidentForStaff } from "@/domain/incidents/queries";
import { listTemplates } from "@/domain/notices/queries";
import { mayEditWaves } from "@/domain/waves/policy";
import { countPeople } from "@/domain/waves/queries/count-people";
import { countPeopleAction, createWaveAction } from "../actions";

export const generateMetadata = staffTitle("waves", "new.title");

export default async function NewWavePage({ searchParams }: PageProps<"/console/waves/new">) {
  const { ctx, member, incident } = await requireIncident(mayEditWaves);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "waves" });
  const notices = await getTranslations({ locale, namespace: "notices" });
  const [templates, { classes }, { version: wanted }] = await Promise.all([listTemplates(ctx, incident.id), getIncidentForStaff(ctx, incident.id), searchParams]);
  const approved = templates.flatMap(({ name, kind, versions }) => versions.filter(({ state }) => state === "approved").map(({ id, number }) => ({ value: id, label: t("new.wording-option", { name, number, kind: notices(`kind.${kind}`) }) })));
  const chosen = approved.find(({ value }) => value === wanted) ?? approved[0];
  const counted = chosen ? await countPeople(ctx, { templateVersionId: chosen.value, audience: {} }) : null;
  return (
    <div className="max-w-160">
      <BackLink href="/console/waves">{t("title")}</BackLink>
      <PageHead title={t("new.title")}>{t("new.intro")}</PageHead>
      {chosen ? (
        <ActionForm action={createWaveAction}>
          <Select name="templateVersionId" label={t("new.wording")} initial={chosen.value} options={approved} />
          <Choices name="dataClasses" multiple inline label={t("new.classes")} hint={t("new.classes-hint")} options={classes.map(({ slug }) => ({ value: slug, label: isDataClass(slug) ? dataClasses[slug].label[locale] : slug }))} />
          <Choices name="locales" multiple inline label={t("new.languages")} hint={t("new.languages-hint")} options={locales.map((value) => ({ value, label: t(`language.${value}`) }))} />
          <AudienceCount action={countPeopleAction} initial={counted ? t("new.count", { people: counted.people, version: counted.datasetVersion }) : t("nothing-published")} />
          <SubmitButton>{t("new.submit")}</SubmitButton>
        </ActionForm>
      ) : (
        <EmptyState title={t("new.no-wording")}>
          <p className="mb-3">{t("new.no-wording-text")}</p>
          <ButtonLink href="/console/notices">{t("new.to-notices")}</ButtonLink>
        </EmptyState>
      )}
    </div>
  );
}
