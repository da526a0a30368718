import { visitorLocale } from "./_server/visitor-locale";

/** Send a visitor to the portal in the first of their languages that the product speaks. */
export function GET(request: Request): Response {
  return new Response(null, { status: 307, headers: { location: `/${visitorLocale(request)}`, vary: "accept-language", "cache-control": "no-store" } });
}
