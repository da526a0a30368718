import "server-only";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { defaultLocale } from "@/db/values/locales";
import { findSession } from "./session";

/** The title of a console page's tab, in the language of whoever looks at it: what a screen reader says first. */
export function staffTitle(namespace: string, key: string): () => Promise<Metadata> {
  return async () => {
    const member = await findSession();
    const t = await getTranslations({ locale: member?.locale ?? defaultLocale, namespace });
    return { title: t(key) };
  };
}
