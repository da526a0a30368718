import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { EmptyState } from "@/components/ui/text";
import { countPeople } from "@/domain/audiences/count-people";
import { audience, type Audience } from "@/domain/audiences/types";
import type { StaffContext } from "@/domain/kernel/context";
import { getTemplateVersion } from "@/domain/notices/queries";
import { mayEditWaves } from "@/domain/waves/policy";
import { fieldsOf } from "../audience-form";
import { countWords } from "../count-words";
import { approvedWordings, WaveEditor } from "../wave-editor";

export const generateMetadata = staffTitle("waves", "new.title");

export default async function NewWavePage({ searchParams }: PageProps<"/console/waves/new">) {
  const { ctx, member, incident } = await requireIncident(mayEditWaves);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "waves" });
  const [approved, { version: wanted }] = await Promise.all([approvedWordings(ctx, incident.id, locale), searchParams]);
  const chosen = approved.find(({ value }) => value === wanted) ?? approved[0];
  const owed = chosen ? await owedAudience(ctx, chosen.value) : {};
  return (
    <div className="max-w-240">
      <BackLink href="/console/waves">{t("title")}</BackLink>
      <PageHead title={t("new.title")}>{t("new.intro")}</PageHead>
      {chosen ? (
        <WaveEditor ctx={ctx} locale={locale} incident={incident} wordings={approved} hidden={{}} initial={{ templateVersionId: chosen.value, ...fieldsOf(audience.parse(owed), "correction") }} initialCount={await countWords(await countPeople(ctx, { templateVersionId: chosen.value, audience: owed }), locale)} />
      ) : (
        <EmptyState title={t("new.no-wording")}>
          <p className="mb-3">{t("new.no-wording-text")}</p>
          <ButtonLink href="/console/notices">{t("new.to-notices")}</ButtonLink>
        </EmptyState>
      )}
    </div>
  );
}

/** The people for whom a correction was begun; of any other wording, everybody. */
async function owedAudience(ctx: StaffContext, versionId: string): Promise<Partial<Audience>> {
  const { corrects } = await getTemplateVersion(ctx, versionId);
  return corrects ? { owed: corrects.owed, misinformedBy: corrects.misinformed ? [corrects.versionId] : [] } : {};
}
