import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { requireSubjectContext } from "@/app/_server/subject";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { OwnLooksView } from "@/components/lookups/own-looks-view";
import { BackLink } from "@/components/ui/lists";
import { PrintButton } from "@/components/ui/print-button";
import { listOwnLooks } from "@/domain/lookups/list-own-looks";
import { getProvenContact } from "@/domain/lookups/proven-contact";
import { maskContact } from "@/domain/lookups/rules";

type Props = PageProps<"/[locale]/[incident]/looks">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "own-looks" });
  return { title: `${t("title")} · ${incident.content.organisation[locale]}` };
}

export default async function OwnLooksPage({ params, searchParams }: Props) {
  const { ctx, incident, locale } = await requireSubjectContext(params);
  const t = await getTranslations({ locale, namespace: "own-looks" });
  const [found, contact] = await Promise.all([listOwnLooks(ctx, await searchParams), getProvenContact(ctx)]);
  const base = `/${locale}/${incident.slug}`;
  return (
    <IncidentFrame incident={incident} locale={locale} path="/looks">
      <BackLink href={`${base}/result`}>{t("back")}</BackLink>
      <h1 className="text-28">{t("title")}</h1>
      <p className="mt-2 text-16 text-ink-soft">{t("for", { contact: maskContact(contact) })}</p>
      <p className="mt-6">{t("intro", { organisation: incident.content.organisation[locale] })}</p>
      <OwnLooksView found={found} locale={locale} timeZone={found?.timeZone ?? incident.content.timeZone} older={(before) => `${base}/looks?before=${before}`} />
      <section className="mt-10">
        <h2 className="mb-2 text-18">{t("not-here-title")}</h2>
        <p>{t("not-here")}</p>
        <p className="mt-3">
          {t("ask")}{" "}
          <Link href={`${base}/wrong`} prefetch={false} className="no-print">
            {t("ask-link")}
          </Link>
        </p>
      </section>
      <div className="no-print mt-10 border-t border-line pt-6">
        <PrintButton>{t("print")}</PrintButton>
      </div>
    </IncidentFrame>
  );
}
