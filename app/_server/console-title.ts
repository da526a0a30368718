import "server-only";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { defaultLocale } from "@/db/values/locales";
import { findSession } from "./session";

/** A console page's title in its reader's language: tabs and screen readers say it first. `key` is a message with its namespace. */
export function consoleTitle(key: string): () => Promise<Metadata> {
  return async () => {
    const locale = (await findSession())?.locale ?? defaultLocale;
    return { title: (await getTranslations({ locale }))(key) };
  };
}
