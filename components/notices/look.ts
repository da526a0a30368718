import type { SubjectKind } from "@/db/values/audience";

/** A message as its reader would get it. `bytes` is the size of its HTML; `cost` that of the text message, in words, where a price is set. */
export interface Look {
  kind: "look";
  subject: string;
  text: string;
  html: string;
  bytes: number;
  sms: { encoding: "gsm" | "ucs2"; units: number; parts: string[] } | null;
  cost: string | null;
  /** The page that everybody would read; null for a kind that is not posted. */
  posting: string | null;
}

/** Whose message it is: the classes that leaked of them, and what they are. */
export interface LookReader {
  confirmed: string[];
  possible: string[];
  kinds: SubjectKind[];
}

/** Somebody of the data, masked. */
export interface SampledReader {
  id: string;
  label: string;
  reader: LookReader;
}

/**
 * A mail as a document for a frame without scripts: it loads nothing, pictures at most. The mail's own rules for dark screens are turned on or off by their words, because a
 * page cannot tell a frame which colours its reader prefers.
 */
export function frameOf(html: string, { dark, images }: { dark: boolean; images: boolean }): string {
  const coloured = html.replaceAll("@media (prefers-color-scheme: dark)", dark ? "@media all" : "@media not all").replaceAll('content="light dark"', `content="${dark ? "dark" : "light"}"`);
  return underPolicy(coloured, images ? "https: data:" : "'none'");
}

/** A posting as a document for such a frame. It has its picture in itself, and its colours are those of whoever looks. */
export function frameOfPosting(html: string): string {
  return underPolicy(html, "data:");
}

function underPolicy(html: string, pictures: string): string {
  return html.replace(/<head\b[^>]*>/, `$&<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src ${pictures}; form-action 'none'; base-uri 'none'">`);
}
