import "server-only";

/** Whether a page of this server sent the request; programs that are no browser send neither header, and need the cookie as everybody does. */
export function comesFromHere(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  return origin === null || (URL.canParse(origin) && new URL(origin).host === request.headers.get("host"));
}
