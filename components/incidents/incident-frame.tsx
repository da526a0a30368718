import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/db/values/locales";
import type { PublishedIncident } from "@/domain/incidents/types";
import { LanguageSwitch } from "../layout/language-switch";
import { PortalPage } from "../layout/portal-page";
import { formatTime, telephone } from "../ui/text";

interface IncidentFrameProps {
  incident: Pick<PublishedIncident, "slug" | "content" | "changedAt">;
  locale: Locale;
  /** The page below the incident's address, e.g. `/check`; empty for the incident itself. */
  path: string;
  children: ReactNode;
}

/** Head and foot of every public page of an incident: who says it, the other language of the same page, whom to ask. */
export async function IncidentFrame({ incident, locale, path, children }: IncidentFrameProps) {
  const t = await getTranslations({ locale, namespace: "incidents" });
  const words = await getTranslations({ locale, namespace: "layout" });
  const { organisation, contact, timeZone } = incident.content;
  const href = (language: Locale) => `/${language}/${incident.slug}${path}`;
  return (
    <PortalPage
      head={
        <a href={`/${locale}/${incident.slug}`} className="text-ink-soft no-underline hover:underline">
          <strong className="text-ink">{organisation[locale]}</strong> · {t("head")}
        </a>
      }
      languages={<LanguageSwitch current={locale} label={words("languages")} hrefs={{ ko: href("ko"), en: href("en") }} />}
      foot={
        <>
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            <li>{contact.department[locale]}</li>
            {contact.phone && (
              <li>
                <a href={telephone(contact.phone)}>{contact.phone}</a>
              </li>
            )}
            {contact.email && (
              <li>
                <a href={`mailto:${contact.email}`}>{contact.email}</a>
              </li>
            )}
            <li>{contact.hours[locale]}</li>
            <li>
              <a href={`/${locale}/verify`}>{t("verify")}</a>
            </li>
          </ul>
          <p className="no-print mt-2">
            <a href={`/${locale}/${incident.slug}/messages`}>{t("messages")}</a>
          </p>
          <p className="mt-2">{t("foot", { organisation: organisation[locale], at: formatTime(incident.changedAt, locale, timeZone) })}</p>
        </>
      }
    >
      {children}
    </PortalPage>
  );
}
