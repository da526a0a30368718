import "server-only";

const HERE = "http://here.invalid";

/** A path inside the console that an address brings along, and the console's first page for everything else: no address of ours leads elsewhere. */
export function consolePath(said: unknown): string {
  if (typeof said !== "string" || !said.startsWith("/") || !URL.canParse(said, HERE)) return "/console";
  const { origin, pathname, search } = new URL(said, HERE);
  return origin === HERE && (pathname === "/console" || pathname.startsWith("/console/")) ? pathname + search : "/console";
}
