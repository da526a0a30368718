import { sideOf } from "./_server/hosts";
import { visitorLocale } from "./_server/visitor-locale";

/** Send a visitor to the portal in the first of their languages that the product speaks, or to the console where that has this host name. */
export function GET(request: Request): Response {
  return new Response(null, { status: 307, headers: { location: sideOf(request) === "console" ? "/console" : `/${visitorLocale(request.headers)}`, vary: "accept-language", "cache-control": "no-store" } });
}
