import type { NextRequest } from "next/server";
import { defaultLocale, locales } from "@/db/values/locales";

/** Send a visitor to the portal in the first of their languages that the product speaks (RFC 9110 § 12.5.4). */
export function GET(request: NextRequest): Response {
  const wanted = (request.headers.get("accept-language") ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", quality] = part.trim().split(";q=");
      return { language: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => locales.find((locale) => locale === language))
    .find((locale) => locale !== undefined);
  return new Response(null, { status: 307, headers: { location: `/${wanted ?? defaultLocale}`, vary: "accept-language", "cache-control": "no-store" } });
}
