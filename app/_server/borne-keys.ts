import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { looksLikeToken } from "@/domain/staff/tokens/rules";

/** Carries what a request bears that has the form of a key to where headers can be read. Whatever a client sends under this name is overwritten. */
export const BORNE_HEADER = "x-amends-borne";
/** So many questions to the database at most. */
const MOST = 3;

/** What of a request has the form of a key, wherever programs put one: in `Authorization` under any scheme (of Basic, name or password), in `X-Api-Key`, as a value of the address. */
export function borneKeys({ headers, url = "" }: Pick<IncomingMessage, "headers" | "url">): string[] {
  const [scheme = "", given = ""] = (headers.authorization ?? "").trim().split(/\s+/);
  const basic = scheme.toLowerCase() === "basic" ? Buffer.from(given, "base64").toString() : "";
  const apart = basic.indexOf(":");
  const query = url.includes("?") ? [...new URLSearchParams(url.slice(url.indexOf("?") + 1)).values()] : [];
  const found = [scheme, given, ...(apart < 0 ? [basic] : [basic.slice(0, apart), basic.slice(apart + 1)]), ...[headers["x-api-key"] ?? []].flat(), ...query].map((value) => value.trim()).filter(looksLikeToken);
  return [...new Set(found)].slice(0, MOST);
}

/** Let every request of this process say which keys it bears: frameworks hand on headers, and the address not everywhere. */
export function markBorneKeys(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[BORNE_HEADER] = borneKeys(request).join(" ");
  });
}
