import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { EmptyState } from "@/components/ui/text";
import { countPeople } from "@/domain/audiences/count-people";
import { mayEditWaves } from "@/domain/waves/policy";
import { countWords } from "../count-words";
import { approvedWordings, WaveEditor } from "../wave-editor";

export const generateMetadata = staffTitle("waves", "new.title");

export default async function NewWavePage({ searchParams }: PageProps<"/console/waves/new">) {
  const { ctx, member, incident } = await requireIncident(mayEditWaves);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "waves" });
  const [approved, { version: wanted }] = await Promise.all([approvedWordings(ctx, incident.id, locale), searchParams]);
  const chosen = approved.find(({ value }) => value === wanted) ?? approved[0];
  return (
    <div className="max-w-240">
      <BackLink href="/console/waves">{t("title")}</BackLink>
      <PageHead title={t("new.title")}>{t("new.intro")}</PageHead>
      {chosen ? (
        <WaveEditor ctx={ctx} locale={locale} incident={incident} wordings={approved} hidden={{}} initial={{ templateVersionId: chosen.value }} initialCount={await countWords(await countPeople(ctx, { templateVersionId: chosen.value, audience: {} }), locale)} />
      ) : (
        <EmptyState title={t("new.no-wording")}>
          <p className="mb-3">{t("new.no-wording-text")}</p>
          <ButtonLink href="/console/notices">{t("new.to-notices")}</ButtonLink>
        </EmptyState>
      )}
    </div>
  );
}
