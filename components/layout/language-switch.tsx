import { localeNames, locales, type Locale } from "@/db/values/locales";

/** The same page in each language, as plain links. */
export function LanguageSwitch({ current, label, hrefs }: { current: Locale; label: string; hrefs: Record<Locale, string> }) {
  return (
    <nav aria-label={label} className="flex gap-3">
      {locales.map((locale) =>
        locale === current ? (
          <span key={locale} aria-current="true" lang={locale} className="font-semibold">
            {localeNames[locale]}
          </span>
        ) : (
          <a key={locale} href={hrefs[locale]} lang={locale} hrefLang={locale}>
            {localeNames[locale]}
          </a>
        ),
      )}
    </nav>
  );
}
