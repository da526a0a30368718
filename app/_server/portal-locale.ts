import "server-only";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { isLocale, type Locale } from "@/db/values/locales";
import { requireSide } from "./hosts";
import { nowhere } from "./nowhere";

/** The language that a portal page's address names; the 404 page for any other. */
export async function requireLocale(params: Promise<{ locale: string }>): Promise<Locale> {
  const { locale } = await params;
  await requireSide("portal");
  if (!isLocale(locale)) nowhere();
  return locale;
}

/** The title of a portal page that belongs to no incident. */
export function portalTitle(namespace: string, key: string): (props: { params: Promise<{ locale: string }> }) => Promise<Metadata> {
  return async ({ params }) => {
    const locale = await requireLocale(params);
    return { title: (await getTranslations({ locale, namespace }))(key) };
  };
}
