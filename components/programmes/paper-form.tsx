import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { formatMoney } from "@/content/formats";
import { localeNames, locales, type Locale } from "@/db/values/locales";
import { isCash } from "@/domain/programmes/rules";
import type { Benefit, ProgrammeTerms } from "@/domain/programmes/types";

interface PaperFormProps {
  terms: ProgrammeTerms;
  version: number;
  locale: Locale;
  /** Where the terms are read in full. */
  termsAt: string;
}

/** Rows for losses: who has more adds a sheet. */
const LOSS_ROWS = 4;

/** A programme's claim on paper: the questions of the portal, made from the terms, with lines to write on. */
export async function PaperForm({ terms, version, locale, termsAt }: PaperFormProps) {
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const { benefits, currency, exclusive } = terms;
  const time = benefits.find(({ kind }) => kind === "lost-time");
  const losses = benefits.filter((benefit) => benefit.kind === "documented-loss");
  const nameOf = (slug: string) => benefits.find((benefit) => benefit.slug === slug)?.name[locale] ?? slug;
  const oneOfAll = exclusive.some((group) => benefits.every(({ slug }) => group.includes(slug)));
  // Numbers go on over the parts that the terms ask for.
  const parts = ["time", ...losses.map(({ slug }) => `losses-${slug}`), "account", "sign"].filter((part) => (part === "time" ? time : part === "account" ? benefits.some(isCash) : true));
  const number = (part: string) => parts.indexOf(part) + 3;
  return (
    <div className="space-y-6">
      <Part title={t("form.who")}>
        <Line label={t("form.name")} />
        <Line label={t("form.letter-number")} />
        <Line label={t("form.contact")} />
        <Line label={t("form.address")} rows={2} />
        <p className="text-ink-soft">{t("form.who-hint")}</p>
        <Boxes label={t("form.answer")} options={[t("form.answer-email"), t("form.answer-phone"), t("form.answer-post")]} />
        <Boxes label={t("form.language")} options={locales.map((one) => localeNames[one])} />
      </Part>
      {benefits.length > 1 && (
        <Part title={t("form.benefits")}>
          <p>{t(oneOfAll ? "form.benefits-one" : "form.benefits-several")}</p>
          <ul className="space-y-2">
            {benefits.map((benefit) => (
              <li key={benefit.slug} className="flex gap-3">
                <Box />
                <span>
                  <strong>{benefit.name[locale]}</strong> {benefit.explanation[locale]}
                </span>
              </li>
            ))}
          </ul>
          {!oneOfAll && exclusive.map((group) => <p key={group.join()}>{t("form.exclusive", { names: group.map(nameOf).join(", ") })}</p>)}
        </Part>
      )}
      {time?.kind === "lost-time" && (
        <Part title={t("form.time", { number: number("time") })}>
          <p>{t("form.time-rule", { rate: formatMoney(time.rateMinor, currency, locale), step: time.stepMinutes })}</p>
          <div className="grid grid-cols-2 gap-4">
            <Line label={t("form.hours")} />
            <Line label={t("form.minutes")} />
          </div>
          <Line label={t("form.time-what")} rows={3} />
        </Part>
      )}
      {losses.map((benefit) => (
        <Losses key={benefit.slug} benefit={benefit} title={losses.length > 1 ? `${t("form.losses", { number: number(`losses-${benefit.slug}`) })}: ${benefit.name[locale]}` : t("form.losses", { number: number(`losses-${benefit.slug}`) })} currency={currency} locale={locale} />
      ))}
      {parts.includes("account") && (
        <Part title={t("form.account", { number: number("account") })}>
          <p>{t("form.account-hint")}</p>
          {terms.accounts.includes("kr-account") && (
            <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2 print:grid-cols-2">
              <Line label={t("form.bank")} />
              <Line label={t("form.account-number")} />
            </div>
          )}
          {terms.accounts.includes("iban") && <Line label={t("form.iban")} />}
          <Line label={t("form.holder")} />
        </Part>
      )}
      <Part title={t("form.sign", { number: number("sign") })}>
        <p className="flex gap-3">
          <Box />
          <span>
            {t("form.accept", { version })} {t("form.terms-at", { url: termsAt })}
          </span>
        </p>
        <p>{terms.texts.noRightsWaived[locale]}</p>
        <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2 print:grid-cols-2">
          <Line label={t("form.date")} />
          <Line label={t("form.signature")} />
        </div>
      </Part>
      <p className="text-ink-soft">{t("form.foot", { version })}</p>
    </div>
  );
}

async function Losses({ benefit, title, currency, locale }: { benefit: Extract<Benefit, { kind: "documented-loss" }>; title: string; currency: string; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  return (
    <Part title={title}>
      <p>{t("form.losses-rule", { cap: formatMoney(benefit.capMinor, currency, locale) })}</p>
      <p>{t("form.loss-kinds", { names: benefit.losses.map(({ name }) => name[locale]).join(", ") })}</p>
      {Array.from({ length: LOSS_ROWS }, (_, i) => (
        <div key={i} className="grid break-inside-avoid grid-cols-1 gap-x-4 sm:grid-cols-3 print:grid-cols-3">
          <Line label={t("form.loss-kind")} />
          <Line label={t("form.loss-on")} />
          <Line label={t("form.loss-amount", { currency })} />
          <div className="sm:col-span-3 print:col-span-3">
            <Line label={t("form.loss-what")} />
          </div>
        </div>
      ))}
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="break-inside-avoid-page space-y-3 border-t-2 border-line pt-4">
      <h2 className="text-22 print:text-18">{title}</h2>
      {children}
    </section>
  );
}

/** A label with room to write by hand below it: a line is 9 mm, as on ruled paper. */
function Line({ label, rows = 1 }: { label: string; rows?: number }) {
  return (
    <div className="break-inside-avoid">
      <span className="text-16 print:text-14">{label}</span>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} className="block h-[9mm] border-b border-edge" />
      ))}
    </div>
  );
}

function Boxes({ label, options }: { label: string; options: string[] }) {
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-2">
      <span>{label}</span>
      {options.map((option) => (
        <span key={option} className="flex items-center gap-2">
          <Box />
          {option}
        </span>
      ))}
    </p>
  );
}

function Box() {
  return <span className="mt-1 inline-block size-4 shrink-0 border-2 border-edge" aria-hidden="true" />;
}
