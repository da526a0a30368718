import "server-only";
import { translator } from "@/content/translator";
import { localeNames, locales, type Locale } from "@/db/values/locales";
import { escapeHtml } from "@/domain/notices/rules";

/** Say that this portal has ended and that the data is gone; dressed as the other page that the framework does not make. */
export function endedPage(locale: Locale, slug: string): string {
  const t = translator(locale, "ended");
  const say = (key: string) => escapeHtml(t(key));
  const others = locales.filter((other) => other !== locale).map((other) => `<p><a href="/${other}/${encodeURIComponent(slug)}/ended" lang="${other}" hreflang="${other}">${escapeHtml(localeNames[other])}</a></p>`).join("");
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${say("title")}</title><link rel="stylesheet" href="/too-large.css"></head><body><main><h1>${say("title")}</h1><p>${say("text")}</p><p>${say("fakes")}</p><p><a href="/${locale}">${say("others")}</a></p>${others}</main></body></html>`;
}
