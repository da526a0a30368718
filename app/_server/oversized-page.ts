import "server-only";
import { translator } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { escapeHtml } from "@/domain/notices/rules";
import type { OversizedForm } from "./oversized-form";

/** Say that a file was too large, with the form behind it: what was typed goes along when it is sent again, with a smaller file or none. */
export function oversizedPage(form: OversizedForm | null, locale: Locale): string {
  const t = translator(locale, "too-large");
  const say = (key: string) => escapeHtml(t(key));
  const typed = (form?.typed ?? []).map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`).join("");
  const files = (form?.files ?? []).map((name, i) => `<label for="file-${i}">${say("file")}</label><input type="file" id="file-${i}" name="${escapeHtml(name)}">`).join("");
  // Without an address of its own a form goes where the page came from.
  const again = form ? `<p>${say("typed")}</p><form method="post" enctype="multipart/form-data">${typed}${files}<button type="submit">${say("send")}</button></form>` : `<p>${say("nothing-kept")}</p>`;
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${say("title")}</title><link rel="stylesheet" href="/too-large.css"></head><body><main><h1>${say("title")}</h1><p role="alert">${say("text")}</p>${again}<p><a href="">${say("back")}</a></p></main></body></html>`;
}
