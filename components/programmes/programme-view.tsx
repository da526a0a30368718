import { getTranslations } from "next-intl/server";
import { formatMoney, formatTime } from "@/content/formats";
import { dataClasses } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import type { Benefit, ProgrammeTerms } from "@/domain/programmes/types";
import { Prose } from "../incidents/prose";
import { KeyValues } from "../ui/lists";
import { Callout } from "../ui/text";
import { BenefitList } from "./benefit-list";
import { DocumentList } from "./document-list";

interface ProgrammeViewProps {
  terms: ProgrammeTerms;
  locale: Locale;
  timeZone: string;
  /** The version that is shown, and all that were published, the newest first. None of either while it is a draft. */
  version?: { number: number; publishedAt: Date };
  versions?: { number: number; publishedAt: Date }[];
  /** Address of the page, for its documents and the other versions. */
  at: string;
}

/** All that a programme promises, as the public reads it: what, for whom, until when, on which terms. */
export async function ProgrammeView({ terms, locale, timeZone, version, versions = [], at }: ProgrammeViewProps) {
  const t = await getTranslations({ locale, namespace: "programmes" });
  const { texts, benefits, currency, exclusive, opensAt, closesAt } = terms;
  const time = (moment: Date | null) => (moment ? formatTime(moment, locale, timeZone) : "–");
  return (
    <article>
      <h1 className="mb-4 text-28 sm:text-36">{texts.name[locale]}</h1>
      <Prose text={texts.summary[locale]} />
      <BenefitList benefits={benefits} currency={currency} exclusive={exclusive} locale={locale} />
      <section className="my-8">
        <h2 className="mb-2 text-22">{t("for-whom")}</h2>
        <ul className="list-disc space-y-2 pl-6">
          {benefits.map((benefit) => (
            <li key={benefit.slug}>{t("for-whom-line", { name: benefit.name[locale], who: whom(benefit, locale, t) })}</li>
          ))}
          <li>{t(`one-per.${terms.onePer}`)}</li>
        </ul>
      </section>
      <section className="my-8">
        <h2 className="mb-2 text-22">{t("dates")}</h2>
        <KeyValues
          rows={[
            { name: t("opens"), value: time(opensAt) },
            { name: t("closes"), value: <strong>{time(closesAt)}</strong> },
            { name: t("cure"), value: t("days", { days: terms.cureDays }) },
            { name: t("appeal"), value: t("days", { days: terms.appealDays }) },
          ]}
        />
      </section>
      {terms.poolMinor !== null && <p className="my-6">{t(terms.proRata ? "pool-shared" : "pool-first", { amount: formatMoney(terms.poolMinor, currency, locale) })}</p>}
      {terms.jointCaps.map((cap, index) => (
        <p key={index} className="my-6">
          {t("joint-cap", { names: new Intl.ListFormat(locale).format(benefits.filter(({ slug }) => cap.benefits.includes(slug)).map(({ name }) => name[locale])), amount: formatMoney(cap.capMinor, currency, locale) })}
        </p>
      ))}
      <Callout>{texts.noRightsWaived[locale]}</Callout>
      <section className="my-8">
        <h2 className="mb-2 text-22">{t("terms")}</h2>
        <Prose text={texts.terms[locale]} />
        <Vouchers benefits={benefits} currency={currency} locale={locale} />
      </section>
      <DocumentList documents={terms.documents} versions={versions.filter(({ number }) => number !== version?.number)} at={at} locale={locale} timeZone={timeZone} />
      {terms.faq.length > 0 && (
        <section className="my-8">
          <h2 className="mb-2 text-22">{t("faq")}</h2>
          {terms.faq.map(({ question, answer }, index) => (
            <div key={index} className="border-t border-line py-3">
              <h3 className="font-semibold">{question[locale]}</h3>
              <Prose text={answer[locale]} />
            </div>
          ))}
        </section>
      )}
      <p className="text-16 text-ink-soft">{texts.signedBy[locale]}</p>
      {version && <p className="text-16 text-ink-soft">{t("version", { number: version.number, at: formatTime(version.publishedAt, locale, timeZone) })}</p>}
    </article>
  );
}

/** For whom a benefit is, in a sentence: what has to have leaked, how sure that has to be, and whose record it may be. */
function whom({ eligibility }: Benefit, locale: Locale, t: Awaited<ReturnType<typeof getTranslations<"programmes">>>): string {
  const classes = eligibility.classes.map((slug) => dataClasses[slug].label[locale]);
  const what = classes.length > 0 ? new Intl.ListFormat(locale, { type: "disjunction" }).format(classes) : "";
  const kinds = eligibility.kinds.length === 2 ? "both" : (eligibility.kinds[0] ?? "both");
  return `${t(classes.length > 0 ? `who.${eligibility.evidence}-classes` : `who.${eligibility.evidence}`, { what })} ${t(`who.${kinds}`)}`;
}

/** What a voucher can and cannot do, part by part: the small print stands where everybody reads it. */
async function Vouchers({ benefits, currency, locale }: { benefits: readonly Benefit[]; currency: string; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "programmes" });
  const sets = benefits.filter((benefit) => benefit.kind === "vouchers");
  if (sets.length === 0) return null;
  return sets.map((set) => (
    <div key={set.slug} className="mt-4">
      <h3 className="font-semibold">{set.name[locale]}</h3>
      <ul className="list-disc space-y-1 pl-6">
        {set.parts.map((part, index) => (
          <li key={index}>
            {[
              t("part", { amount: formatMoney(part.valueMinor, currency, locale), days: part.validDays }),
              part.minimumSpendMinor > 0n && t("part-spend", { amount: formatMoney(part.minimumSpendMinor, currency, locale) }),
              t(part.keepsBalance ? "part-balance" : "part-no-balance"),
              part.notFor[locale] !== "" && t("part-not-for", { what: part.notFor[locale] }),
            ]
              .filter((one) => one !== false)
              .join(" ")}
          </li>
        ))}
        {set.membersOnly && <li>{t("members-only")}</li>}
      </ul>
    </div>
  ));
}
