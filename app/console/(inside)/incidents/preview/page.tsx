import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { RevisionPreview } from "@/components/incidents/revision-preview";
import { ButtonLink } from "@/components/ui/button";
import { BackLink, FilterChips } from "@/components/ui/lists";
import { Badge, Callout, EmptyState, formatTime } from "@/components/ui/text";
import { isLocale, locales } from "@/db/values/locales";
import { listPublishedFacts } from "@/domain/facts/queries";
import { factValuesOf } from "@/domain/facts/rules";
import { mayEditIncidents, mayPublishIncidents, mayReadIncidents } from "@/domain/incidents/policy";
import { getIncidentForStaff } from "@/domain/incidents/queries";
import { changedParts } from "@/domain/incidents/rules";
import { fillRevision } from "@/domain/incidents/revision-texts";
import { may } from "@/domain/kernel/context";
import { fieldNames } from "../draft-refusal";
import { RevisionActs } from "./revision-acts";

export const generateMetadata = staffTitle("incident-console", "preview");

export default async function PreviewPage({ searchParams }: PageProps<"/console/incidents/preview">) {
  const { ctx, member, incident } = await requireIncident(mayReadIncidents);
  const { locale } = member;
  const { lang } = await searchParams;
  const shown = isLocale(lang) ? lang : locale;
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const { slug, open, published } = await getIncidentForStaff(ctx, incident.id);
  const back = <BackLink href="/console/incidents">{t("title")}</BackLink>;
  if (!open) {
    return (
      <>
        {back}
        <PageHead title={t("preview")} />
        <EmptyState title={t("preview-page.none-title")}>{t("preview-page.none-text")}</EmptyState>
      </>
    );
  }
  const said = await listPublishedFacts(ctx.db, incident.id);
  const values = factValuesOf(said.facts);
  const editor = await getTranslations({ locale, namespace: "incident-editor" });
  const name = await fieldNames(locale);
  const mayEdit = may(ctx.actor, mayEditIncidents);
  const changed = changedParts(published?.content ?? null, open.content);
  return (
    <div className="max-w-220">
      {back}
      <PageHead title={t("preview-page.title", { number: open.number })} actions={open.state === "draft" && mayEdit && <ButtonLink href="/console/incidents/edit" kind="secondary">{t("edit")}</ButtonLink>}>
        {t("preview-page.state-line", { state: t(`state-name.${open.state}`), edit: open.edit, at: formatTime(open.updatedAt, locale, open.content.timeZone) })}
      </PageHead>
      <Panel title={t("preview-page.changes")}>
        {published ? <p className="mb-2">{changed.length > 0 ? t("changed") : t("changed-none")}</p> : <p>{t("changed-first")}</p>}
        {published && changed.length > 0 && <ul className="flex flex-wrap gap-1">{changed.map((part) => <li key={part}><Badge>{name(part)}</Badge></li>)}</ul>}
      </Panel>
      <RevisionActs locale={locale} incidentId={incident.id} slug={slug} revision={open} values={values} published={published} staffId={member.staffId} mayEdit={mayEdit} mayPublish={may(ctx.actor, mayPublishIncidents)} />
      <div className="mb-3">
        <FilterChips label={t("preview-page.languages")} chips={locales.map((language) => ({ href: `/console/incidents/preview?lang=${language}`, text: editor(`language.${language}`), current: language === shown }))} />
      </div>
      <div className="mb-3" id="preview-note">
        <Callout kind="possible" title={t("preview-page.note")}>{t("preview-page.links")}</Callout>
      </div>
      <RevisionPreview content={fillRevision(open.content, values)} {...said} locale={shown} words={{ updates: t("preview-page.updates"), apology: t("preview-page.apology") }} />
    </div>
  );
}
