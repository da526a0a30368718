import "@/app/globals.css";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SkipLink } from "@/components/layout/skip-link";
import { defaultLocale, isLocale } from "@/db/values/locales";

export const metadata: Metadata = { title: { default: "Amends", template: "%s" } };
export const dynamic = "force-dynamic";

interface PortalLayoutProps {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}

export default async function PortalLayout({ children, params }: PortalLayoutProps) {
  // Whatever stands first in an address arrives here; the pages refuse what is no language, inside this frame.
  const { locale: wanted } = await params;
  const locale = isLocale(wanted) ? wanted : defaultLocale;
  const t = await getTranslations({ locale, namespace: "layout" });
  return (
    <html lang={locale}>
      <body className="text-18">
        <SkipLink>{t("skip")}</SkipLink>
        {children}
      </body>
    </html>
  );
}
