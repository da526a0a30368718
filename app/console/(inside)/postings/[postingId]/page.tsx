import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { PostingState } from "@/components/postings/posting-state";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { Callout } from "@/components/ui/text";
import { localeNames } from "@/db/values/locales";
import { mayReadPostings } from "@/domain/postings/policy";
import { getPosting } from "@/domain/postings/queries";
import { BannerPanel } from "./banner-panel";
import { CheckLog } from "./check-log";
import { PostingActs } from "./posting-acts";
import { PostedFiles, PostingFacts } from "./posting-facts";

export const generateMetadata = staffTitle("postings", "title");

export default async function PostingPage({ params }: PageProps<"/console/postings/[postingId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadPostings);
  const { locale } = member;
  const posting = await notFoundOr(getPosting(ctx, (await params).postingId));
  if (posting.incidentId !== incident.id) notFound();
  const t = await getTranslations({ locale, namespace: "postings" });
  const notices = await getTranslations({ locale, namespace: "notices" });
  const view = { ctx, locale, posting, timeZone: incident.timeZone };
  return (
    <div className="max-w-240">
      <BackLink href="/console/postings">{t("title")}</BackLink>
      <PageHead title={`${t("posting", { number: posting.number })}: ${posting.template.name}`}>
        {notices(`kind.${posting.template.kind}`)} <PostingState state={posting.state}>{t(`state.${posting.state}`)}</PostingState>
      </PageHead>
      {posting.missing.length > 0 && (
        <div className="mb-6" role="status">
          <Callout kind="leaked" title={t("missing-title")}>
            {t("missing-text", { languages: posting.missing.map((each) => localeNames[each]).join(", ") })}
          </Callout>
        </div>
      )}
      {posting.defective && posting.supersededBy.length === 0 && (
        <div className="mb-6" role="status">
          <Callout kind="possible" title={t("defective")}>
            {t("defective-text")}
          </Callout>
        </div>
      )}
      {posting.state === "publishing" && (
        <Panel title={t("state.publishing")}>
          <p className="mb-3">{t("publishing")}</p>
          <ButtonLink kind="secondary" href={`/console/postings/${posting.id}`}>
            {t("refresh")}
          </ButtonLink>
        </Panel>
      )}
      {posting.state !== "standing" && <PostingActs {...view} />}
      {posting.files.length > 0 && <PostedFiles {...view} />}
      <PostingFacts {...view} />
      {posting.state === "standing" && <PostingActs {...view} />}
      {posting.files.length > 0 && <BannerPanel {...view} organisation={incident.organisation} />}
      {posting.files.length > 0 && <CheckLog {...view} />}
    </div>
  );
}
