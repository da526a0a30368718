import { requireSide } from "@/app/_server/hosts";
import { getParts } from "@/app/_server/parts";
import { getPostingCopies } from "@/app/_server/posting-copies";
import { isLocale } from "@/db/values/locales";
import { policyOf } from "@/domain/postings/rendering/posting-document";

/** Long enough to take the rush off, short enough that a look by the public address soon meets what is served. The bytes at an address never change. */
const CACHE = "public, max-age=60, stale-while-revalidate=86400, stale-if-error=604800";

/** A posting as it was published, byte for byte; from this machine's disk, so that it goes on standing while the database is down. */
export async function GET(request: Request, { params }: RouteContext<"/[locale]/[incident]/postings/[number]">): Promise<Response> {
  await requireSide("portal");
  const { locale, incident: slug, number } = await params;
  if (!isLocale(locale) || !/^[1-9]\d{0,5}$/.test(number)) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  const posting = await getPostingCopies()
    .read({ slug, number: Number(number), locale })
    .catch((error: unknown) => {
      getParts().log.error({ err: error }, "a posting cannot be served");
      return "unavailable" as const;
    });
  if (posting === "unavailable") return new Response(null, { status: 503, headers: { "retry-after": "5", "cache-control": "no-store" } });
  if (!posting) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  const etag = `"${posting.hash}"`;
  const headers = { etag, "cache-control": CACHE };
  if (request.headers.get("if-none-match")?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag)) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(posting.bytes), { headers: { ...headers, "content-type": "text/html; charset=utf-8", "content-language": locale, "content-security-policy": policyOf(posting.bytes), "x-content-sha256": posting.hash } });
}
