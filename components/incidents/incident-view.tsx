import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import { formatFact } from "@/domain/facts/rules";
import type { CurrentFact, FactChange } from "@/domain/facts/types";
import type { RevisionContent } from "@/domain/incidents/types";
import { FactChanges, PublishedFacts } from "../facts/published-facts";
import { ButtonLink } from "../ui/button";
import { KeyValues } from "../ui/lists";
import { formatTime, telephone, Time } from "../ui/text";
import { Apology } from "./apology";
import { ClassList } from "./class-list";
import { Prose } from "./prose";
import { Updates } from "./updates";

interface IncidentViewProps {
  /** With its facts filled in. */
  content: RevisionContent;
  facts: CurrentFact[];
  /** What facts said before, the latest change first. */
  changes: FactChange[];
  locale: Locale;
  /** Addresses of the pages that exist; what is not given is not offered. */
  links: { check: string; updates: string; apology: string; compensation?: string; programmes?: string; guidance?: string };
  /** Whether a phone number can be checked too. */
  phones?: boolean;
}

/** What an incident's page says, for the public and for those who are about to publish it. */
export async function IncidentView({ content, facts, changes, locale, links, phones = false }: IncidentViewProps) {
  const t = await getTranslations({ locale, namespace: "incidents" });
  const words = await getTranslations({ locale, namespace: "facts" });
  const headline = facts[0];
  const sections: [string, ReactNode][] = [
    ["whatHappened", <WhatHappened key="h" content={content} facts={facts} locale={locale} />],
    [
      "whatLeaked",
      <div key="l" className="space-y-4">
        <ClassList slugs={content.leaked.map(({ slug }) => slug)} answer="confirmed" word={t("leaked")} locale={locale} />
        <Prose text={content.sections.whatLeaked[locale]} />
      </div>,
    ],
    [
      "whatNot",
      <div key="n" className="space-y-4">
        <Prose text={content.sections.whatNot[locale]} />
        {content.notLeaked.length > 0 && <ClassList slugs={content.notLeaked} answer="none" word={t("no-record")} locale={locale} />}
        <p>{t("no-record-note")}</p>
      </div>,
    ],
    ["whatWeDo", <Actions key="w" text={content.sections.whatWeDo[locale]} link={links.compensation} word={t("compensation")} more={links.programmes} about={t("about-compensation")} />],
    ["whatYouCanDo", <Actions key="y" text={content.sections.whatYouCanDo[locale]} link={links.guidance} word={t("guidance")} />],
    ...(facts.length > 0 ? [["facts", <Facts key="f" facts={facts} changes={changes} timeZone={content.timeZone} locale={locale} href={links.updates} />] as [string, ReactNode]] : []),
    ...(content.updates.length > 0 ? [["updates", <LatestUpdates key="u" content={content} locale={locale} href={links.updates} word={t("all-updates")} />] as [string, ReactNode]] : []),
    ["apology", <ShortApology key="a" content={content} locale={locale} href={links.apology} word={t("read-apology")} />],
    ["contact", <Contact key="c" content={content} locale={locale} />],
  ];
  return (
    <article>
      <h1 className="text-28 sm:text-36">{content.title[locale]}</h1>
      {headline && (
        <div className="mt-4 text-16 text-ink-soft">
          <p>
            {headline.label[locale]} <strong className="text-ink tabular-nums">{formatFact(headline.value, locale, content.timeZone)}</strong> ({words(`status.${headline.status}`)})
          </p>
          <p>{words("as-of", { at: formatTime(headline.asOf, locale, content.timeZone) })}</p>
          <p className="no-print">
            <Link href={links.updates} prefetch={false}>
              {t("what-changed")}
            </Link>
          </p>
        </div>
      )}
      <div className="no-print mt-6">
        <ButtonLink href={links.check}>{t("check")}</ButtonLink>
        <p className="mt-2 text-16 text-ink-soft">{t(phones ? "check-hint-phones" : "check-hint")}</p>
      </div>
      <nav aria-label={t("on-this-page")} className="no-print mt-8 border-y border-line py-3 text-16">
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {sections.map(([name]) => (
            <li key={name}>
              <a href={`#${name}`}>{t(`section.${name}`)}</a>
            </li>
          ))}
          <li>
            <Link href={`/${locale}/verify`} prefetch={false}>
              {t("verify")}
            </Link>
          </li>
        </ul>
      </nav>
      {sections.map(([name, body]) => (
        <section key={name} id={name} aria-labelledby={`${name}-title`} className="mt-12 scroll-mt-4">
          <h2 id={`${name}-title`} className="mb-4 text-22">
            {t(`section.${name}`)}
          </h2>
          {body}
        </section>
      ))}
    </article>
  );
}

/** How many of the latest changes the incident's own page shows. */
const LATEST_CHANGES = 5;

async function Facts({ facts, changes, timeZone, locale, href }: { facts: CurrentFact[]; changes: FactChange[]; timeZone: string; locale: Locale; href: string }) {
  const t = await getTranslations({ locale, namespace: "facts" });
  return (
    <>
      <PublishedFacts facts={facts} locale={locale} timeZone={timeZone} />
      {changes.length > 0 && (
        <>
          <h3 className="mb-4 mt-8 text-18">{t("changes")}</h3>
          <FactChanges changes={changes.slice(0, LATEST_CHANGES)} locale={locale} timeZone={timeZone} />
          {changes.length > LATEST_CHANGES && (
            <p className="mt-4">
              <Link href={`${href}#facts`} prefetch={false}>
                {t("all-changes", { count: changes.length })}
              </Link>
            </p>
          )}
        </>
      )}
    </>
  );
}

/** The dates of the words stand here only where the ledger has no such fact: one page never gives two answers. */
async function WhatHappened({ content, facts, locale }: { content: RevisionContent; facts: CurrentFact[]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "incidents" });
  const { started, ended, discovered } = content.dates;
  const has = (name: string) => facts.some((fact) => fact.name === name);
  // A calendar day has no zone; noon UTC is that day everywhere this is read as UTC.
  const day = (date: string) => <Time at={new Date(`${date}T12:00:00Z`)} locale={locale} timeZone="UTC" dateOnly />;
  const rows = [
    ...(started && !has("leak-period") ? [{ name: t("started"), value: day(started) }] : []),
    ...(ended && !has("leak-period") ? [{ name: t("ended"), value: day(ended) }] : []),
    ...(discovered && !has("discovered") ? [{ name: t("discovered"), value: day(discovered) }] : []),
    ...(content.knewLeak ? [{ name: t("knew-leak"), value: <Time at={new Date(content.knewLeak)} locale={locale} timeZone={content.timeZone} /> }] : []),
  ];
  return (
    <div className="space-y-4">
      <Prose text={content.sections.whatHappened[locale]} />
      {rows.length > 0 && <KeyValues rows={rows} />}
    </div>
  );
}

function Actions({ text, link, word, more, about }: { text: string; link: string | undefined; word: string; more?: string | undefined; about?: string }) {
  return (
    <div className="space-y-4">
      <Prose text={text} />
      {link && (
        <p>
          <Link href={link} prefetch={false} className="font-semibold">
            {word}
          </Link>
        </p>
      )}
      {more && (
        <p>
          <Link href={more} prefetch={false}>
            {about}
          </Link>
        </p>
      )}
    </div>
  );
}

function LatestUpdates({ content, locale, href, word }: { content: RevisionContent; locale: Locale; href: string; word: string }) {
  return (
    <div className="space-y-4">
      <Updates content={content} locale={locale} most={3} />
      <p>
        <Link href={href} prefetch={false}>
          {word}
        </Link>
      </p>
    </div>
  );
}

function ShortApology({ content, locale, href, word }: { content: RevisionContent; locale: Locale; href: string; word: string }) {
  return (
    <div className="space-y-4">
      <Apology apology={content.apology} locale={locale} short />
      <p>
        <Link href={href} prefetch={false}>
          {word}
        </Link>
      </p>
    </div>
  );
}

async function Contact({ content, locale }: { content: RevisionContent; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "incidents" });
  const { department, phone, email, hours, post } = content.contact;
  return (
    <KeyValues
      rows={[
        { name: t("department"), value: department[locale] },
        ...(phone ? [{ name: t("phone"), value: <a href={telephone(phone)}>{phone}</a> }] : []),
        ...(email ? [{ name: t("email"), value: <a href={`mailto:${email}`}>{email}</a> }] : []),
        { name: t("hours"), value: hours[locale] },
        ...(post[locale] ? [{ name: t("post"), value: <span className="whitespace-pre-line">{post[locale]}</span> }] : []),
      ]}
    />
  );
}
