import type { CaughtMail } from "./caught-mail";

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:0 auto;padding:16px}
table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:8px;border-bottom:1px solid #8884;vertical-align:top}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:16px;border-radius:6px}iframe{width:100%;height:32rem;border:1px solid #8886;background:#fff}
input,button{font:inherit;padding:4px 8px}`;

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

/** The newest mails and text messages, newest first. */
export function listPage(mails: CaughtMail[], to: string, total: number): string {
  const rows = mails.map((mail) => `<tr><td><time>${mail.at.slice(0, 19).replace("T", " ")}</time></td><td>${escape(mail.to.join(", "))}</td><td><a href="/messages/${mail.id}">${escape(mail.subject) || (mail.channel === "sms" ? "Text message" : "(no subject)")}</a></td></tr>`);
  const table = rows.length > 0 ? `<table><thead><tr><th>Caught (UTC)</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows.join("")}</tbody></table>` : "<p>Nothing yet. Every mail and text message that this installation sends lands here.</p>";
  return page("Mail catcher", `<h1>Mail catcher</h1><form><label>To <input name="to" value="${escape(to)}"></label> <button>Search</button></form><p>${total} caught, newest first.</p>${table}`);
}

/** One mail: its text, its HTML in a frame without scripts, its headers. */
export function messagePage(mail: CaughtMail): string {
  const html = mail.html === null ? "" : `<h2>HTML</h2><iframe sandbox title="HTML part" srcdoc="${escape(mail.html)}"></iframe>`;
  return page("Mail", `<p><a href="/">All mail</a></p><h1>${escape(mail.subject) || "Text message"}</h1><p>To ${escape(mail.to.join(", "))} · ${mail.at}</p><h2>Text</h2><pre>${escape(mail.text)}</pre>${html}<h2>Headers</h2><pre>${escape(mail.source)}</pre>`);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
