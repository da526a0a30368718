import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LanguageSwitch } from "@/components/layout/language-switch";
import { PortalPage } from "@/components/layout/portal-page";
import { isLocale } from "@/db/values/locales";

export default async function PortalHome({ params }: { params: Promise<{ locale: string }> }) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = await getTranslations({ locale, namespace: "layout" });
  return (
    <PortalPage head="Amends" languages={<LanguageSwitch current={locale} label={t("languages")} hrefs={{ ko: "/ko", en: "/en" }} />}>
      <h1 className="text-28">{t("home-title")}</h1>
      <p className="mt-4">{t("no-notices")}</p>
    </PortalPage>
  );
}
