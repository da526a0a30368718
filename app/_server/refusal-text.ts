import "server-only";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { Invalid, type Refusal } from "@/domain/kernel/errors";

/** With which status of HTTP (RFC 9110) a handler refuses. */
export const refusalStatus: Record<Refusal["kind"], number> = { "not-found": 404, forbidden: 403, "signed-out": 401, "stale-proof": 403, conflict: 409, invalid: 400, "too-many": 429 };

/** Why a handler gives out no file, in the person's language; where there is nothing of the kind it says so and no more. */
export async function refusalText(refusal: Refusal, locale: Locale): Promise<Response> {
  const t = await getTranslations({ locale, namespace: "errors" });
  const key = refusal instanceof Invalid ? (Object.values(refusal.fields)[0]?.[0] ?? refusal.reason) : refusal.reason;
  return new Response(t.has(key) ? t(key, refusal.values) : t("fault"), { status: refusalStatus[refusal.kind], headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });
}
