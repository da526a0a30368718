import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/lists";
import { EmptyState, Time } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayEditProgrammes, mayReadProgrammes } from "@/domain/programmes/policy";
import { listProgrammes } from "@/domain/programmes/queries";

export const generateMetadata = staffTitle("programmes-console", "title");

export default async function ProgrammesPage() {
  const { ctx, member, incident } = await requireIncident(mayReadProgrammes);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "programmes-console" });
  const files = await listProgrammes(ctx, incident.id);
  const shown = (file: (typeof files)[number]) => file.versions.find(({ number }) => number === file.publishedVersion) ?? file.versions[0];
  const time = (at: Date | null | undefined) => (at ? <Time brief at={at} locale={locale} timeZone={incident.timeZone} /> : "–");
  return (
    <>
      <PageHead title={t("title")} actions={may(ctx.actor, mayEditProgrammes) && <ButtonLink href="/console/programmes/new">{t("new")}</ButtonLink>}>
        {t("intro")}
      </PageHead>
      <DataTable
        caption={t("title")}
        rows={files}
        rowKey={({ id }) => id}
        rowHref={({ slug }) => `/console/programmes/${slug}`}
        empty={<EmptyState title={t("none")} />}
        columns={[
          { head: t("name"), cell: (file) => shown(file)?.terms.texts.name[locale] || file.slug },
          { head: t("published"), cell: ({ publishedVersion }) => (publishedVersion === null ? t("not-open") : t("version", { number: publishedVersion })) },
          { head: t("in-work"), cell: ({ versions }) => versions.flatMap(({ state, number }) => (state === "draft" || state === "in-review" ? [`${t("version", { number })} · ${t(`state.${state}`)}`] : []))[0] ?? "–" },
          { head: t("opens"), cell: (file) => time(shown(file)?.terms.opensAt) },
          { head: t("closes"), cell: (file) => time(shown(file)?.terms.closesAt) },
        ]}
      />
    </>
  );
}
