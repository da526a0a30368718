import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { ProgrammeView } from "@/components/programmes/programme-view";
import { VersionList } from "@/components/programmes/version-list";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { classBits } from "@/domain/audiences/class-bits";
import { may } from "@/domain/kernel/context";
import { checkFairness } from "@/domain/programmes/fairness";
import { mayEditProgrammes, mayReadProgrammes } from "@/domain/programmes/policy";
import { countPeopleByLeak, getProgramme } from "@/domain/programmes/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { startProgrammeDraftAction } from "../actions";
import { LiveForecast } from "./live-forecast";
import { OpenVersion } from "./open-version";

export const generateMetadata = staffTitle("programmes-console", "title");

export default async function ProgrammePage({ params, searchParams }: PageProps<"/console/programmes/[programme]">) {
  const { ctx, member, incident } = await requireIncident(mayReadProgrammes);
  const { locale } = member;
  const file = await notFoundOr(getProgramme(ctx, incident.id, (await params).programme));
  const t = await getTranslations({ locale, namespace: "programmes-console" });
  const open = file.versions.find(({ state }) => state === "draft" || state === "in-review");
  const running = file.versions.find(({ number }) => number === file.publishedVersion);
  const shown = open ?? running ?? file.versions[0];
  if (!shown) throw new Error("a programme without versions");
  const findings = checkFairness(shown.terms, await countPeopleByLeak(ctx.db, incident.id), await classBits(ctx.db, incident.id));
  const edits = may(ctx.actor, mayEditProgrammes);
  return (
    <div className="max-w-240">
      <BackLink href="/console/programmes">{t("title")}</BackLink>
      <PageHead
        title={shown.terms.texts.name[locale] || file.slug}
        actions={
          <>
            <ButtonLink kind="secondary" href={`/console/programmes/${file.slug}/simulate`}>
              {t("simulate")}
            </ButtonLink>
            {edits && open?.state === "draft" && <ButtonLink href={`/console/programmes/${file.slug}/edit`}>{t("edit")}</ButtonLink>}
            {edits && !open && (
              <ActionForm action={startProgrammeDraftAction} hidden={{ programmeId: file.id }} className="contents">
                <SubmitButton>{t("start-draft")}</SubmitButton>
              </ActionForm>
            )}
          </>
        }
      >
        {t("version", { number: shown.number })} · {t(`state.${shown.state}`)}
      </PageHead>
      <OpenVersion programmeId={file.id} slug={file.slug} version={shown} findings={findings} member={member} actor={ctx.actor} />
      {running && <LiveForecast ctx={ctx} programme={file} terms={running.terms} typed={await searchParams} locale={locale} timeZone={incident.timeZone} />}
      <Panel title={t("as-public")}>
        <div className="max-w-160">
          <ProgrammeView terms={shown.terms} locale={locale} timeZone={incident.timeZone} at={`/console/programmes/${file.slug}`} />
        </div>
      </Panel>
      <Panel title={t("versions")}>
        <VersionList versions={file.versions} published={file.publishedVersion} names={await listStaffNames(ctx)} locale={locale} timeZone={incident.timeZone} />
      </Panel>
    </div>
  );
}
