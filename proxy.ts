import { NextResponse, type NextRequest } from "next/server";
import { contentSecurityPolicy, hasPolicyOfItsOwn, transportSecurity } from "@/app/_server/content-security-policy";

/**
 * The framework holds the body of what comes through here in memory and cuts it off at ten megabytes, so what is larger than actions take, or does not say how large it is, goes past: to handlers that stream,
 * and to the page that says so (next.config.ts), neither of which runs scripts.
 */
export const config = {
  matcher: [
    {
      source: "/((?!_next/static/).*)",
      missing: [
        { type: "header", key: "content-length", value: "(?:[89]\\d{6}|\\d{8,})" },
        { type: "header", key: "transfer-encoding" },
      ],
    },
  ],
};

/** Give each page the policy of its answer, and hold browsers to HTTPS where that is what people are told. It authorises nothing: without it pages come under a policy by which no script runs, and work so. */
export function proxy(request: NextRequest): NextResponse {
  const answer = hasPolicyOfItsOwn(request.nextUrl.pathname) ? NextResponse.next() : underNonce(request);
  const strict = transportSecurity();
  if (strict !== null) answer.headers.set("strict-transport-security", strict);
  return answer;
}

function underNonce(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64"), process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  // The framework reads the nonce of its scripts from here.
  headers.set("content-security-policy", policy);
  nameOrigin(headers);
  const answer = NextResponse.next({ request: { headers } });
  answer.headers.set("content-security-policy", policy);
  return answer;
}

/**
 * Pages under `no-referrer` post their plain forms with the origin `null`, which the framework refuses. Whether a page of ours sent them the browser says in a header too, which no page can write: where it does, the
 * origin is ours. Without this such a form is refused.
 */
function nameOrigin(headers: Headers): void {
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  if (headers.get("origin") === "null" && headers.get("sec-fetch-site") === "same-origin" && host !== null) headers.set("origin", `https://${host}`);
}
