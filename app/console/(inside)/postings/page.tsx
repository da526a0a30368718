import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { PostingState } from "@/components/postings/posting-state";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/lists";
import { Badge, EmptyState, Time } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayProposePostings, mayReadPostings } from "@/domain/postings/policy";
import { listPostings } from "@/domain/postings/queries";

export const generateMetadata = staffTitle("postings", "title");

export default async function PostingsPage() {
  const { ctx, member, incident } = await requireIncident(mayReadPostings);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "postings" });
  const notices = await getTranslations({ locale, namespace: "notices" });
  const postings = await listPostings(ctx, incident.id);
  const time = (at: Date | null) => (at ? <Time brief at={at} locale={locale} timeZone={incident.timeZone} /> : "–");
  return (
    <>
      <PageHead title={t("title")} actions={may(ctx.actor, mayProposePostings) && <ButtonLink href="/console/postings/new">{t("new.open")}</ButtonLink>}>
        {t("intro")}
      </PageHead>
      <DataTable
        caption={t("title")}
        rows={postings}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/console/postings/${id}`}
        empty={<EmptyState title={t("none")}>{t("none-text")}</EmptyState>}
        columns={[
          { head: t("wording"), cell: ({ number, template }) => `${t("posting", { number })}: ${template.name}` },
          { head: t("kind-label"), cell: ({ template }) => notices(`kind.${template.kind}`) },
          {
            head: t("state-label"),
            cell: ({ state, missing }) => (
              <span className="flex flex-wrap gap-1">
                <PostingState state={state}>{t(`state.${state}`)}</PostingState>
                {missing.length > 0 && <Badge tone="leaked">{t("missing")}</Badge>}
              </span>
            ),
          },
          { head: t("since"), cell: ({ publishedFrom }) => time(publishedFrom) },
          { head: t("stays"), cell: ({ mustStayUntil }) => time(mustStayUntil) },
        ]}
      />
    </>
  );
}
