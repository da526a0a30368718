import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { dbOf } from "@/app/_server/parts";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { PostingList } from "@/components/postings/posting-list";
import { BackLink } from "@/components/ui/lists";
import { listPublicPostings } from "@/domain/postings/queries";
import { listSentNotices } from "@/domain/waves/queries/list-sent-notices";
import { SentNotices } from "./sent-notices";

type Props = PageProps<"/[locale]/[incident]/messages">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "messages" });
  const base = `/${locale}/${incident.slug}`;
  return { title: `${t("title")} · ${incident.content.organisation[locale]}`, alternates: { types: { "application/atom+xml": `${base}/feed.xml` } } };
}

export default async function MessagesPage({ params }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "messages" });
  const db = dbOf(incident.id);
  const [postings, notices] = await Promise.all([listPublicPostings(db, incident.id), listSentNotices(db, incident.id)]);
  const { timeZone } = incident.content;
  return (
    <IncidentFrame incident={incident} locale={locale} path="/messages">
      <BackLink href={`/${locale}/${incident.slug}`}>{t("back")}</BackLink>
      <h1 className="mt-4 text-28 sm:text-36">{t("title")}</h1>
      <p className="mt-4">{t("intro")}</p>
      <p className="no-print mt-2">
        <a href={`/${locale}/${incident.slug}/feed.xml`}>{t("feed")}</a>
      </p>
      <section aria-labelledby="postings" className="mt-10">
        <h2 id="postings" className="mb-4 text-22">
          {t("postings")}
        </h2>
        {postings.length === 0 ? <p className="text-ink-soft">{t("no-postings")}</p> : <PostingList postings={postings} locale={locale} slug={incident.slug} timeZone={timeZone} />}
      </section>
      <section aria-labelledby="notices" className="mt-10">
        <h2 id="notices" className="mb-4 text-22">
          {t("notices")}
        </h2>
        {notices.length === 0 ? <p className="text-ink-soft">{t("no-notices")}</p> : <SentNotices notices={notices} locale={locale} timeZone={timeZone} />}
      </section>
    </IncidentFrame>
  );
}
