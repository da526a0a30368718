import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireClaimPlace } from "@/app/_server/own-claim";
import { ClaimStart, type ClaimStand } from "@/components/claims/claim-start";
import { DropDraft } from "@/components/claims/draft-parts";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { Prose } from "@/components/incidents/prose";
import { BenefitList } from "@/components/programmes/benefit-list";
import { OwnClaims } from "@/components/claims/own-claims";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Callout, formatTime } from "@/components/ui/text";
import { findDraftOffer, findUnclaimed, type Unclaimed } from "@/domain/claims/find-claimable";
import { listOwnClaims } from "@/domain/claims/own-claim";
import { whyNotFilable } from "@/domain/programmes/rules";
import { dropDraftAction, startClaimAction } from "./actions";

export const generateMetadata = claimTitle("title");

/** Where somebody stands with a programme that takes claims: `offered` says of their draft whether anything is still offered to it; undefined where they have none. */
function standOf({ unclaimed, begun, entered, claimed }: Unclaimed, offered: boolean | undefined): ClaimStand {
  if (offered !== undefined) return offered ? "continue" : "nothing-left";
  if (unclaimed.length > 0) return "start";
  if (begun.length > 0) return "begun-elsewhere";
  if (entered.length > 0) return "entered";
  return claimed.length > 0 ? "claimed-elsewhere" : "not-eligible";
}

/** What a programme offers to this person, and what they have of claims under it. */
export default async function ProgrammeClaimPage({ params, searchParams }: PageProps<"/[locale]/[incident]/claim/[programme]">) {
  const { ctx, incident, locale, programme, base, path } = await requireClaimPlace(params);
  const t = await getTranslations({ locale, namespace: "claims" });
  const drafts = await getTranslations({ locale, namespace: "claims-draft" });
  const letter = await getTranslations({ locale, namespace: "claims-letter" });
  const { texts, currency } = programme.terms;
  const { timeZone } = incident.content;
  const [own, sorted] = await Promise.all([listOwnClaims(ctx, programme.id), findUnclaimed(ctx, ctx.actor, programme)]);
  const draft = own.find(({ state }) => state === "draft");
  const filed = own.filter(({ state }) => state !== "draft");
  const offer = draft && (await findDraftOffer(ctx, draft, programme.terms));
  const now = ctx.clock.now();
  const filable = whyNotFilable(programme, now) === null;
  const stand = filable ? standOf(sorted, offer === undefined ? undefined : offer !== null) : now < programme.opensAt ? "not-open" : "closed";
  const telling = filed.length === 0 || ["start", "continue", "nothing-left", "begun-elsewhere", "entered"].includes(stand);
  const benefits = (offer ?? sorted.unclaimed[0] ?? sorted.begun[0] ?? sorted.entered[0] ?? sorted.claimed[0])?.benefits ?? programme.terms.benefits;
  const hidden = { locale, incident: incident.slug, programme: programme.slug };
  const { withdrawn, dropped, ended } = await searchParams;
  const done = withdrawn === "1" ? t("withdrawn-done") : dropped === "1" ? drafts("dropped") : ended === "1" ? drafts("ended") : null;
  return (
    <IncidentFrame incident={incident} locale={locale} path={path}>
      <BackLink href={`/${locale}/${incident.slug}/result`}>{t("back-to-result")}</BackLink>
      <h1 className="mb-4 text-28">{texts.name[locale]}</h1>
      {done !== null && (
        <div className="mb-6" role="status">
          <Callout>{done}</Callout>
        </div>
      )}
      {filed.length > 0 && <OwnClaims claims={filed} base={base} locale={locale} timeZone={timeZone} />}
      {telling && (
        <>
          {filed.length > 0 && <h2 className="mb-2 mt-8 text-22">{t("another-account")}</h2>}
          <Prose text={texts.summary[locale]} />
          {stand !== "nothing-left" && <BenefitList benefits={benefits} currency={currency} exclusive={programme.terms.exclusive} locale={locale} />}
          <div className="my-6">
            <KeyValues rows={[{ name: t("until"), value: formatTime(programme.closesAt, locale, timeZone) }]} />
          </div>
          <div className="my-6">
            <Callout>{texts.noRightsWaived[locale]}</Callout>
          </div>
          <p className="my-6">
            <Link href={`/${locale}/${incident.slug}/compensation/${programme.slug}`} prefetch={false}>
              {t("about-programme")}
            </Link>
          </p>
          <ClaimStart stand={stand} newTerms={draft !== undefined && draft.termsVersion !== programme.termsVersion} action={startClaimAction} hidden={hidden} base={`/${locale}/${incident.slug}`} opens={formatTime(programme.opensAt, locale, timeZone)} locale={locale} />
        </>
      )}
      {draft && <DropDraft action={dropDraftAction} hidden={{ ...hidden, claimId: draft.id }} locale={locale} />}
      {filable && !draft && sorted.unclaimed.length === 0 && (
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
