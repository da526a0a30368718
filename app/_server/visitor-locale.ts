import "server-only";
import { defaultLocale, locales, type Locale } from "@/db/values/locales";

/** The first of a visitor's languages that the product speaks (RFC 9110 § 12.5.4). */
export function visitorLocale(headers: Pick<Headers, "get">): Locale {
  const wanted = (headers.get("accept-language") ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", quality] = part.trim().split(";q=");
      return { language: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => locales.find((locale) => locale === language))
    .find((locale) => locale !== undefined);
  return wanted ?? defaultLocale;
}
