import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireClaimPlace } from "@/app/_server/own-claim";
import { isFilable } from "@/app/_server/programmes";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { Prose } from "@/components/incidents/prose";
import { BenefitList } from "@/components/programmes/benefit-list";
import { OwnClaims } from "@/components/claims/own-claims";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Callout, formatTime } from "@/components/ui/text";
import { findUnclaimed } from "@/domain/claims/find-claimable";
import { listOwnClaims } from "@/domain/claims/own-claim";
import { startClaimAction } from "./actions";

export const generateMetadata = claimTitle("title");

/** What a programme offers to this person, and what they have of claims under it. */
export default async function ProgrammeClaimPage({ params, searchParams }: PageProps<"/[locale]/[incident]/claim/[programme]">) {
  const { ctx, incident, locale, programme, base, path } = await requireClaimPlace(params);
  const t = await getTranslations({ locale, namespace: "claims" });
  const letter = await getTranslations({ locale, namespace: "claims-letter" });
  const { texts, currency } = programme.terms;
  const [own, { unclaimed, claimed }] = await Promise.all([listOwnClaims(ctx, programme.id), findUnclaimed(ctx, ctx.actor, programme)]);
  const draft = own.some(({ state }) => state === "draft");
  const filed = own.filter(({ state }) => state !== "draft");
  const startable = isFilable(programme) && (draft || unclaimed.length > 0);
  const benefits = (unclaimed[0] ?? claimed[0])?.benefits ?? programme.terms.benefits;
  const { withdrawn } = await searchParams;
  return (
    <IncidentFrame incident={incident} locale={locale} path={path}>
      <BackLink href={`/${locale}/${incident.slug}/result`}>{t("back-to-result")}</BackLink>
      <h1 className="mb-4 text-28">{texts.name[locale]}</h1>
      {withdrawn === "1" && (
        <div className="mb-6" role="status">
          <Callout>{t("withdrawn-done")}</Callout>
        </div>
      )}
      {filed.length > 0 && <OwnClaims claims={filed} base={base} locale={locale} timeZone={incident.content.timeZone} />}
      {(startable || filed.length === 0) && (
        <>
          {filed.length > 0 && <h2 className="mb-2 mt-8 text-22">{t("another-account")}</h2>}
          <Prose text={texts.summary[locale]} />
          <BenefitList benefits={benefits} currency={currency} exclusive={programme.terms.exclusive} locale={locale} />
          <KeyValues rows={[{ name: t("until"), value: formatTime(programme.closesAt, locale, incident.content.timeZone) }]} />
          <div className="my-6">
            <Callout>{texts.noRightsWaived[locale]}</Callout>
          </div>
          <p className="my-6">
            <Link href={`/${locale}/${incident.slug}/compensation/${programme.slug}`} prefetch={false}>
              {t("about-programme")}
            </Link>
          </p>
        </>
      )}
      {startable && (
        <ActionForm action={startClaimAction} hidden={{ locale, incident: incident.slug, programme: programme.slug }}>
          <p className="text-16 text-ink-soft">{t("start-hint")}</p>
          <SubmitButton>{t(draft ? "continue" : "start")}</SubmitButton>
        </ActionForm>
      )}
      {!startable && filed.length === 0 && <p className="font-semibold">{t(!isFilable(programme) ? "closed" : claimed.length > 0 ? "claimed-elsewhere" : "not-eligible")}</p>}
      {!startable && filed.length === 0 && isFilable(programme) && claimed.length === 0 && (
        <p className="mt-4">
          <Link href={`/${locale}/${incident.slug}/wrong`} prefetch={false}>
            {t("looks-wrong")}
          </Link>
        </p>
      )}
      {isFilable(programme) && !draft && unclaimed.length === 0 && (
        <p className="my-6">
          <Link href={`${base}/letter`} prefetch={false} className="font-semibold">
            {letter("link")}
          </Link>
          <span className="block text-16 text-ink-soft">{letter("link-hint")}</span>
        </p>
      )}
    </IncidentFrame>
  );
}
