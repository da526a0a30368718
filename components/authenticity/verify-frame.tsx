import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import { LanguageSwitch } from "../layout/language-switch";
import { PortalPage } from "../layout/portal-page";

const pages = [
  ["check", ""],
  ["senders", "/senders"],
  ["fakes", "/fakes"],
  ["report", "/report"],
] as const;

/** Head and foot of the pages on which anybody checks whether something is from us: the other language of the same page, and the pages beside it. */
export async function VerifyFrame({ locale, page, children }: { locale: Locale; page: (typeof pages)[number][0]; children: ReactNode }) {
  const [t, layout, incidents] = await Promise.all([getTranslations({ locale, namespace: "verify" }), getTranslations({ locale, namespace: "layout" }), getTranslations({ locale, namespace: "incidents" })]);
  const path = pages.find(([name]) => name === page)?.[1] ?? "";
  return (
    <PortalPage
      head={
        <a href={`/${locale}`} className="text-ink-soft no-underline hover:underline">
          {incidents("head")}
        </a>
      }
      languages={<LanguageSwitch current={locale} label={layout("languages")} hrefs={{ ko: `/ko/verify${path}`, en: `/en/verify${path}` }} />}
    >
      <nav aria-label={t("pages.label")} className="no-print mb-8 border-b border-line pb-3 text-16">
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {pages.map(([name, at]) => (
            <li key={name}>
              {name === page ? (
                <span aria-current="page" className="font-semibold">
                  {t(`pages.${name}`)}
                </span>
              ) : (
                <Link href={`/${locale}/verify${at}`} prefetch={false}>
                  {t(`pages.${name}`)}
                </Link>
              )}
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </PortalPage>
  );
}
