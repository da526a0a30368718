import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { BackLink, FilterChips } from "@/components/ui/lists";
import { WordingState } from "@/components/notices/wording-state";
import { postedKinds } from "@/db/values/notice-kinds";
import { may } from "@/domain/kernel/context";
import { lintVersion } from "@/domain/notices/lint/lint-version";
import { mayEditNotices, mayReadNotices } from "@/domain/notices/policy";
import { getTemplate, getTemplateVersion } from "@/domain/notices/queries";
import { mayProposePostings } from "@/domain/postings/policy";
import { mayEditWaves } from "@/domain/waves/policy";
import { overrideFindingAction } from "../actions";
import { FindingsPanel } from "../findings-panel";
import { ApologyGuidance, ApologyPanels } from "./apology-panels";
import { SamplePanel } from "./sample-panel";
import { VersionDefects } from "./version-defects";
import { VersionFacts } from "./version-facts";
import { VersionWording } from "./version-wording";

export const generateMetadata = staffTitle("notices", "title");

export default async function NoticePage({ params, searchParams }: PageProps<"/console/notices/[templateId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadNotices);
  const template = await notFoundOr(getTemplate(ctx, (await params).templateId));
  const wanted = (await searchParams).version;
  const chosen = wanted === undefined ? template.versions[0] : template.versions.find(({ number }) => String(number) === wanted);
  if (!chosen || template.incidentId !== incident.id) notFound();
  const version = await notFoundOr(getTemplateVersion(ctx, chosen.id));
  const editing = version.state === "draft" && may(ctx.actor, mayEditNotices);
  const linted = await lintVersion(ctx, version);
  const t = await getTranslations({ locale: member.locale, namespace: "notices" });
  const lint = await getTranslations({ locale: member.locale, namespace: "lint" });
  const postings = await getTranslations({ locale: member.locale, namespace: "postings" });
  const onward = (
    <>
      <ButtonLink kind="secondary" href={`/console/notices/${template.id}/history`}>
        {t("history.open")}
      </ButtonLink>
      {version.state === "approved" && postedKinds.includes(template.kind) && may(ctx.actor, mayProposePostings) && (
        <ButtonLink kind="secondary" href={`/console/postings/new?version=${version.id}`}>
          {postings("to-posting")}
        </ButtonLink>
      )}
      {version.state === "approved" && may(ctx.actor, mayEditWaves) && <ButtonLink href={`/console/waves/new?version=${version.id}`}>{t("to-wave")}</ButtonLink>}
    </>
  );
  return (
    <div className="max-w-300">
      <BackLink href="/console/notices">{t("title")}</BackLink>
      <PageHead title={template.name} actions={onward}>
        {t(`kind.${template.kind}`)} · {t("version", { number: version.number })} <WordingState state={version.state}>{t(`state.${version.state}`)}</WordingState>
      </PageHead>
      {template.versions.length > 1 && (
        <div className="mb-4">
          <FilterChips label={t("versions")} chips={template.versions.map(({ id, number, state }) => ({ href: `/console/notices/${template.id}?version=${number}`, text: `${number} · ${t(`state.${state}`)}`, current: id === version.id }))} />
        </div>
      )}
      <ApologyGuidance ctx={ctx} locale={member.locale} version={version} />
      <VersionWording key={version.id} ctx={ctx} locale={member.locale} timeZone={incident.timeZone} version={version} newest={template.versions[0]?.id === version.id} open={linted.open} />
      <ApologyPanels ctx={ctx} locale={member.locale} version={version} />
      <FindingsPanel
        {...{ ctx, locale: member.locale, timeZone: incident.timeZone, version, linted, editing }}
        title={lint("title")}
        intro={version.state === "approved" ? lint("since-approval") : lint("locks-approval")}
        override={version.state === "in-review" ? { action: overrideFindingAction, hidden: { versionId: version.id, edit: String(version.edit) } } : null}
      />
      {!editing && <SamplePanel ctx={ctx} locale={member.locale} version={version} />}
      {version.state === "approved" && <VersionDefects ctx={ctx} locale={member.locale} timeZone={incident.timeZone} version={version} />}
      <VersionFacts ctx={ctx} locale={member.locale} timeZone={incident.timeZone} version={version} />
    </div>
  );
}
