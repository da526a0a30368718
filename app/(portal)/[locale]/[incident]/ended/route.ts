import { endedPage } from "@/app/_server/ended-page";
import { requireSide } from "@/app/_server/hosts";
import { getParts } from "@/app/_server/parts";
import { isLocale } from "@/db/values/locales";
import { hasEnded } from "@/domain/incidents/queries";

/** Where the addresses of an incident lead that was erased: gone for good (RFC 9110 § 15.5.11), in plain words. The framework's own pages cannot answer so. */
export async function GET(_: Request, { params }: RouteContext<"/[locale]/[incident]/ended">): Promise<Response> {
  await requireSide("portal");
  const { locale, incident: slug } = await params;
  if (!isLocale(locale) || !(await hasEnded(getParts().db, slug))) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(endedPage(locale, slug), { status: 410, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" } });
}
