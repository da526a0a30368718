import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { requireSubjectContext } from "@/app/_server/subject";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { LookupResultView } from "@/components/lookups/lookup-result-view";
import { PrintButton } from "@/components/ui/print-button";
import { BackLink } from "@/components/ui/lists";
import { getLookupResult } from "@/domain/lookups/get-lookup-result";
import { measureLookup } from "@/domain/lookups/lookup-latency";
import { getProvenContact } from "@/domain/lookups/proven-contact";
import { maskContact } from "@/domain/lookups/rules";
import { listProgrammesFor } from "@/app/_server/programmes";
import { endProofAction } from "../check/actions";

type Props = PageProps<"/[locale]/[incident]/result">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "lookups" });
  return { title: `${t("result.title")} · ${incident.content.organisation[locale]}` };
}

export default async function ResultPage({ params }: Props) {
  const { ctx, incident, locale } = await requireSubjectContext(params);
  const t = await getTranslations({ locale, namespace: "lookups" });
  const looks = await getTranslations({ locale, namespace: "own-looks" });
  const [result, contact, programmes] = await Promise.all([measureLookup(ctx, () => getLookupResult(ctx, incident)), getProvenContact(ctx), listProgrammesFor(incident.id)]);
  const base = `/${locale}/${incident.slug}`;
  return (
    <IncidentFrame incident={incident} locale={locale} path="/result">
      <BackLink href={base}>{t("back-to-notice")}</BackLink>
      <h1 className="text-28">{t("result.title")}</h1>
      <p className="mt-2 text-16 text-ink-soft">{t("result.for", { contact: maskContact(contact) })}</p>
      {result ? <LookupResultView result={result} contact={contact.kind} content={incident.content} locale={locale} links={{ guidance: `${base}/guidance`, wrong: `${base}/wrong`, claim: programmes.length > 0 ? `${base}/claim` : null }} /> : <p className="mt-6">{t("result.not-yet")}</p>}
      {result && (
        <section className="no-print mt-8">
          <h2 className="mb-2 text-18">{looks("title")}</h2>
          <p>
            <Link href={`${base}/looks`} prefetch={false}>
              {looks("link")}
            </Link>
          </p>
        </section>
      )}
      <div className="no-print mt-10 flex flex-wrap gap-3 border-t border-line pt-6">
        <PrintButton>{t("result.print")}</PrintButton>
        <ActionForm action={endProofAction} hidden={{ locale, incident: incident.slug }} className="contents">
          <SubmitButton kind="secondary">{t("result.end")}</SubmitButton>
        </ActionForm>
      </div>
      <p className="no-print mt-3 text-16 text-ink-soft">{t("result.end-hint")}</p>
    </IncidentFrame>
  );
}
