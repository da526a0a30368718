import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getEvidenceKeeping } from "@/app/_server/evidence-store";
import { requireOwnClaim } from "@/app/_server/own-claim";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { PaperList } from "@/components/evidence/paper-list";
import { PaperUpload } from "@/components/evidence/paper-upload";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { Callout } from "@/components/ui/text";
import { LiveRefresh } from "@/components/waves/live-refresh";
import { paperOwner, whyNotPapers } from "@/domain/claims/paper-owner";
import { listOwnEvidence } from "@/domain/evidence/queries";
import { MOST_BYTES, MOST_MEGABYTES, MOST_PAPERS } from "@/domain/evidence/rules";
import { removePaperAction } from "./actions";

type Props = PageProps<"/[locale]/[incident]/claim/[programme]/papers/[claimId]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "evidence" });
  return { title: `${t("title")} · ${incident.content.organisation[locale]}` };
}

export default async function PapersPage({ params, searchParams }: Props) {
  const { ctx, incident, locale, claim, programme, base, path } = await requireOwnClaim(params);
  const here = `papers/${claim.id}`;
  const t = await getTranslations({ locale, namespace: "evidence" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const claims = await getTranslations({ locale, namespace: "claims" });
  const { added, problems } = await searchParams;
  const papers = await listOwnEvidence(ctx, paperOwner(claim));
  const { scanned } = getEvidenceKeeping();
  const refused = readProblems(problems);
  const count = Number(added);
  const pace = papers.some(({ state }) => state === "received") ? "moving" : papers.some(({ state }) => state === "scan-pending") ? "waiting" : null;
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/${here}`}>
      <LiveRefresh pace={pace} />
      <BackLink href={claim.reference === null ? `${base}/answers` : `${base}/filed/${claim.reference}`}>{claims("title")}</BackLink>
      <h1 className="mb-4 text-28">{t("title")}</h1>
      {refused.length > 0 && (
        <div role="alert" className="mb-6 rounded-6 border-2 border-leaked bg-surface p-4">
          <h2 className="text-18 font-bold">{t("problem-title")}</h2>
          <ul className="mt-2 space-y-1">
            {refused.map(({ number, reason }) => {
              const problem = errors.has(reason) ? errors(reason) : errors("fault");
              return <li key={`${number}-${reason}`}>{number > 0 ? t("problem-of", { number, problem }) : problem}</li>;
            })}
          </ul>
          {papers.length > 0 && <p className="mt-2">{t("others-kept")}</p>}
        </div>
      )}
      {count > 0 && count <= MOST_PAPERS && (
        <div className="mb-6" role="status">
          <Callout>{t("added", { count })}</Callout>
        </div>
      )}
      <p className="mb-6">{t("intro")}</p>
      {whyNotPapers(claim.state, "add") ? (
        <p className="font-semibold">{t("closed")}</p>
      ) : (
        <PaperUpload
          to={`${base}/${here}/files`}
          proof={`/${locale}/${incident.slug}/check`}
          mostBytes={MOST_BYTES}
          locale={locale}
          words={{
            ...{ choose: t("choose"), hint: t("choose-hint", { most: MOST_PAPERS, megabytes: MOST_MEGABYTES }), drop: t("drop"), camera: t("camera"), send: t("send"), cancel: t("cancel") },
            ...{ sending: t.raw("sending") as string, waiting: t.raw("waiting") as string, queued: t.raw("queued") as string, arrived: t.raw("arrived") as string },
            ...{ leave: t("leave"), proofEnded: t("proof-ended"), broken: t("broken"), prove: t("prove"), tooLarge: errors("paper-too-large"), empty: errors("paper-empty") },
          }}
        />
      )}
      <h2 className="mt-8 mb-3 text-22">{t("handed-in")}</h2>
      <PaperList
        papers={papers}
        locale={locale}
        from={`${base}/${here}/files`}
        scanned={scanned}
        remove={whyNotPapers(claim.state, "take-back") ? undefined : { action: removePaperAction, hidden: { locale, incident: incident.slug, programme: programme.slug, claimId: claim.id } }}
      />
      {claim.state === "needs-information" && claim.reference !== null && (
        <div className="mt-8 space-y-3">
          <Callout>{t("say-so")}</Callout>
          <ButtonLink href={`${base}/filed/${claim.reference}#asked`}>{t("say-so-link")}</ButtonLink>
        </div>
      )}
    </IncidentFrame>
  );
}

/** `2.paper-type~3.paper-empty`: which of the files sent by a plain form was not taken, and why. */
function readProblems(given: string | string[] | undefined): { number: number; reason: string }[] {
  if (typeof given !== "string") return [];
  return given.split("~").slice(0, MOST_PAPERS + 1).flatMap((problem) => {
    const [, number, reason] = /^(\d{1,3})\.([a-z-]{1,40})$/.exec(problem) ?? [];
    return number !== undefined && reason !== undefined ? [{ number: Number(number), reason }] : [];
  });
}
