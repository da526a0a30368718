import "@/app/globals.css";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { nowhere } from "@/app/_server/nowhere";
import { SkipLink } from "@/components/layout/skip-link";
import { isLocale } from "@/db/values/locales";

export const metadata: Metadata = { title: { default: "Amends", template: "%s" } };
export const dynamic = "force-dynamic";

interface PortalLayoutProps {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}

export default async function PortalLayout({ children, params }: PortalLayoutProps) {
  const { locale } = await params;
  if (!isLocale(locale)) nowhere();
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
