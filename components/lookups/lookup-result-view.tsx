import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { dataClasses } from "@/content/data-classes";
import { guidanceFor } from "@/content/guidance/guidance";
import type { Locale } from "@/db/values/locales";
import type { RevisionContent } from "@/domain/incidents/types";
import type { ClassAnswer, Contact, LookupResult, RecordAnswer } from "@/domain/lookups/types";
import { ButtonLink } from "../ui/button";
import { StateMark } from "../ui/state-mark";
import { Callout, formatTime } from "../ui/text";

interface LookupResultViewProps {
  result: LookupResult;
  /** What was proven: it is asked for another, and answered, in its own way. */
  contact: Contact["kind"];
  content: Pick<RevisionContent, "timeZone">;
  locale: Locale;
  links: { guidance: string; wrong: string; claim: string | null };
}

/** What the data held says about one proven contact. Three answers only, each with the data set and its moment; never that somebody is safe. */
export async function LookupResultView({ result, contact, content, locale, links }: LookupResultViewProps) {
  const t = await getTranslations({ locale, namespace: "lookups" });
  const asOf = t("result.as-of", { at: formatTime(result.asOf, locale, content.timeZone), version: result.version });
  const leaked = result.summary.filter(({ answer }) => answer === "confirmed").length;
  const possible = result.summary.filter(({ answer }) => answer === "possible").length;
  return (
    <>
      <p className="mt-6 text-22 font-semibold">{leaked > 0 ? t("result.headline-leaked", { count: leaked }) : possible > 0 ? t("result.headline-possible", { count: possible }) : t(contact === "phone" ? "result.headline-none-phone" : "result.headline-none")}</p>
      <p className="mt-2 text-16 text-ink-soft first-letter:uppercase">{asOf}</p>
      {result.records.length === 0 ? <NoRecord result={result} contact={contact} locale={locale} asOf={asOf} /> : result.records.map((record, index) => <RecordSection key={index} record={record} locale={locale} links={links} asOf={asOf} />)}
      {leaked + possible > 0 && (
        <div className="no-print mt-8 flex flex-wrap gap-3">
          <ButtonLink href={links.guidance}>{t("result.guidance")}</ButtonLink>
          {links.claim && leaked > 0 && (
            <ButtonLink href={links.claim} kind="secondary">
              {t("result.claim")}
            </ButtonLink>
          )}
        </div>
      )}
      <section className="mt-10">
        <h2 className="mb-2 text-18">{t("result.wrong-title")}</h2>
        <p>
          {t(contact === "phone" ? "result.wrong-text-phone" : "result.wrong-text")}{" "}
          <Link href={links.wrong} prefetch={false} className="no-print">
            {t("result.wrong")}
          </Link>
        </p>
      </section>
    </>
  );
}

async function RecordSection({ record, locale, links, asOf }: { record: RecordAnswer; locale: Locale; links: LookupResultViewProps["links"]; asOf: string }) {
  const t = await getTranslations({ locale, namespace: "lookups" });
  const told = record.answers.filter(({ answer }) => answer !== "none");
  const none = record.answers.filter(({ answer }) => answer === "none");
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-22">{t(`result.kind.${record.kind}`)}</h2>
      {record.kind === "third-party" && <p className="mb-3">{t("result.third-party")}</p>}
      {told.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {told.map((answer) => (
            <ToldClass key={answer.slug} answer={answer} locale={locale} href={links.guidance} />
          ))}
        </ul>
      )}
      {record.recipients > 0 && <p className="mt-3 text-16">{t("result.recipients", { count: record.recipients })}</p>}
      <NoneList answers={none} locale={locale} asOf={asOf} />
    </section>
  );
}

async function ToldClass({ answer, locale, href }: { answer: ClassAnswer; locale: Locale; href: string }) {
  const t = await getTranslations({ locale, namespace: "lookups" });
  const minutes = (guidanceFor(answer.slug)?.steps ?? []).reduce((sum, step) => sum + step.minutes, 0);
  const details = [answer.hint, answer.count === null ? null : t("result.count", { count: answer.count })].filter(Boolean).join(" · ");
  return (
    <li className="grid grid-cols-[7.5rem_1fr] items-baseline gap-x-4 gap-y-1 py-3 sm:grid-cols-[7.5rem_1fr_auto]">
      <StateMark answer={answer.answer}>{t(`answer.${answer.answer}`)}</StateMark>
      <span>
        <strong>{dataClasses[answer.slug].label[locale]}</strong>
        {details && <span className="block text-16 tabular-nums text-ink-soft">{details}</span>}
      </span>
      {minutes > 0 && (
        <Link href={`${href}#${answer.slug}`} prefetch={false} className="no-print col-start-2 text-16 sm:col-start-3">
          {t("result.what-to-do", { minutes })}
        </Link>
      )}
    </li>
  );
}

async function NoneList({ answers, locale, asOf }: { answers: ClassAnswer[]; locale: Locale; asOf: string }) {
  const t = await getTranslations({ locale, namespace: "lookups" });
  if (answers.length === 0) return null;
  const cleared = answers.filter((answer) => answer.cleared);
  return (
    <div className="mt-4 space-y-2">
      <p>
        <StateMark answer="none">{t("answer.none")}</StateMark>
        <span className="block pl-6">
          {answers.map(({ slug }) => dataClasses[slug].label[locale]).join(", ")} <span className="text-16 text-ink-soft">({asOf})</span>
        </span>
      </p>
      {cleared.length > 0 && <p className="text-16">{t("result.cleared", { classes: cleared.map(({ slug }) => dataClasses[slug].label[locale]).join(", ") })}</p>}
    </div>
  );
}

async function NoRecord({ result, contact, locale, asOf }: { result: LookupResult; contact: Contact["kind"]; locale: Locale; asOf: string }) {
  const t = await getTranslations({ locale, namespace: "lookups" });
  return (
    <div className="mt-6 space-y-6">
      <Callout>{t("result.none-text")}</Callout>
      <NoneList answers={result.summary} locale={locale} asOf={asOf} />
      <div>
        <h2 className="mb-2 text-18">{t("result.none-why-title")}</h2>
        <ul className="list-disc space-y-2 pl-6">
          {(contact === "phone" ? (["other-number", "third-party-phone", "later"] as const) : (["other-address", "third-party", "later"] as const)).map((reason) => (
            <li key={reason}>{t(`result.none-why.${reason}`)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
