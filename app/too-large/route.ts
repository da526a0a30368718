import { comesFromHere } from "@/app/_server/comes-from-here";
import { oversizedPage } from "@/app/_server/oversized-page";
import { readOversizedForm } from "@/app/_server/oversized-form";
import { findSession } from "@/app/_server/session";
import { unkept } from "@/app/_server/unkept";
import { visitorLocale } from "@/app/_server/visitor-locale";
import { isLocale } from "@/db/values/locales";

/**
 * Answer a form that came without JavaScript and is larger than actions take (next.config.ts leads it here), because its file is. The framework would say so in its own words, and
 * what was typed would be gone.
 */
export function POST(request: Request): Promise<Response> {
  return unkept(async () => {
    // Nobody comes here by themselves.
    if (!/^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "")) return new Response(null, { status: 404 });
    // What is given back can be sent on with one press, so nobody else's page may put it here.
    if (!comesFromHere(request)) return new Response(null, { status: 403 });
    const form = await readOversizedForm(request);
    const said = form?.typed.find(([name]) => name === "locale")?.[1];
    const locale = isLocale(said) ? said : ((await findSession())?.locale ?? visitorLocale(request.headers));
    return new Response(oversizedPage(form, locale), { status: 413, headers: { "content-type": "text/html; charset=utf-8" } });
  });
}
