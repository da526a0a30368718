import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireLocale } from "@/app/_server/portal-locale";
import { getPublishedIncidents } from "@/app/_server/published-incident";
import { LanguageSwitch } from "@/components/layout/language-switch";
import { PortalPage } from "@/components/layout/portal-page";
import { Time } from "@/components/ui/text";

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const locale = await requireLocale(params);
  const t = await getTranslations({ locale, namespace: "incidents" });
  return { title: t("home-title") };
}

export default async function PortalHome({ params }: { params: Promise<{ locale: string }> }) {
  const locale = await requireLocale(params);
  const incidents = await getPublishedIncidents();
  const [only, another] = incidents;
  if (only && !another) redirect(`/${locale}/${only.slug}`);
  const t = await getTranslations({ locale, namespace: "incidents" });
  const layout = await getTranslations({ locale, namespace: "layout" });
  return (
    <PortalPage head={t("head")} languages={<LanguageSwitch current={locale} label={layout("languages")} hrefs={{ ko: "/ko", en: "/en" }} />}>
      <h1 className="text-28">{t("home-title")}</h1>
      <p className="mt-4">{incidents.length > 0 ? t("home-intro") : t("home-none")}</p>
      <ul className="mt-6 divide-y divide-line border-y border-line empty:hidden">
        {incidents.map(({ id, slug, content, publishedAt }) => (
          <li key={id} className="py-4">
            <Link href={`/${locale}/${slug}`} prefetch={false} className="font-semibold">
              {content.title[locale]}
            </Link>
            <p className="text-16 text-ink-soft">
              {content.organisation[locale]} · <Time at={publishedAt} locale={locale} timeZone={content.timeZone} />
            </p>
          </li>
        ))}
      </ul>
      <p className="mt-8">
        <Link href={`/${locale}/verify`} prefetch={false}>
          {t("verify")}
        </Link>
      </p>
    </PortalPage>
  );
}
