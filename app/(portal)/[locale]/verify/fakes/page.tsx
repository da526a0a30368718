import { getTranslations } from "next-intl/server";
import { getParts } from "@/app/_server/parts";
import { portalTitle, requireLocale } from "@/app/_server/portal-locale";
import { VerifyFrame } from "@/components/authenticity/verify-frame";
import { Prose } from "@/components/incidents/prose";
import { ButtonLink } from "@/components/ui/button";
import { Time } from "@/components/ui/text";
import { listKnownFakes } from "@/domain/authenticity/register/queries";

export const generateMetadata = portalTitle("verify", "fakes.title");

export default async function FakesPage({ params }: PageProps<"/[locale]/verify/fakes">) {
  const locale = await requireLocale(params);
  const t = await getTranslations({ locale, namespace: "verify" });
  const fakes = await listKnownFakes(getParts().db);
  return (
    <VerifyFrame locale={locale} page="fakes">
      <h1 className="text-28">{t("fakes.title")}</h1>
      <p className="mt-4">{t(fakes.length > 0 ? "fakes.intro" : "fakes.none")}</p>
      {fakes.map(({ id, title, looks, recognise, since, picture }) => (
        <article key={id} aria-labelledby={id} className="mt-10 border-t border-line pt-6">
          <h2 id={id} className="text-22">
            {title[locale]}
          </h2>
          <p className="mt-1 text-16 text-ink-soft">
            {t("fakes.since")} <Time at={new Date(`${since}T12:00:00Z`)} locale={locale} timeZone="UTC" dateOnly />
          </p>
          <div className="mt-4 space-y-4">
            <Prose text={looks[locale]} />
            {picture && (
              // The address tells what it is of, and the alternative is the text above: a picture of a text.
              // eslint-disable-next-line @next/next/no-img-element -- a picture of the database, which nothing scales
              <img src={`/${locale}/verify/fakes/${id}/picture`} alt={t("fakes.picture", { title: title[locale] })} loading="lazy" className="max-h-160 max-w-full rounded-6 border border-line" />
            )}
            <h3 className="text-18">{t("fakes.recognise")}</h3>
            <Prose text={recognise[locale]} />
          </div>
        </article>
      ))}
      <p className="no-print mt-10">
        <ButtonLink href={`/${locale}/verify/report`}>{t("pages.report")}</ButtonLink>
      </p>
    </VerifyFrame>
  );
}
