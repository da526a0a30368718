import "server-only";
import { translator } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { escapeHtml } from "@/domain/notices/rules";
import type { OversizedForm } from "./oversized-form";

const STYLE = `:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1a2129;--accent:#0a5f66;--on-accent:#fff;--leaked:#b3261e;--edge:#6b7580}
@media(prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e8e6e1;--accent:#6fc3ca;--on-accent:#14181d;--leaked:#ff9a90;--edge:#8c97a1}}
body{margin:0;background:var(--paper);color:var(--ink);font:18px/1.6 "Pretendard Variable",Pretendard,-apple-system,"Apple SD Gothic Neo","Malgun Gothic","Segoe UI",sans-serif;word-break:keep-all;overflow-wrap:anywhere}
main{max-width:40rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.75rem;line-height:1.3;color:var(--leaked)}
label{display:block;font-weight:600;margin-top:1rem}
input[type=file]{display:block;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid var(--edge);border-radius:6px;font:inherit;color:inherit}
button{margin:1.5rem 0;padding:.6rem 1.2rem;border:0;border-radius:6px;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;

/** Say that a file was too large, with the form behind it: what was typed goes along when it is sent again, with a smaller file or none. */
export function oversizedPage(form: OversizedForm | null, locale: Locale): string {
  const t = translator(locale, "too-large");
  const say = (key: string) => escapeHtml(t(key));
  const typed = (form?.typed ?? []).map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`).join("");
  const files = (form?.files ?? []).map((name, i) => `<label for="file-${i}">${say("file")}</label><input type="file" id="file-${i}" name="${escapeHtml(name)}">`).join("");
  // Without an address of its own a form goes where the page came from.
  const again = form ? `<p>${say("typed")}</p><form method="post" enctype="multipart/form-data">${typed}${files}<button type="submit">${say("send")}</button></form>` : `<p>${say("nothing-kept")}</p>`;
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${say("title")}</title><style>${STYLE}</style></head><body><main><h1>${say("title")}</h1><p role="alert">${say("text")}</p>${again}<p><a href="">${say("back")}</a></p></main></body></html>`;
}
