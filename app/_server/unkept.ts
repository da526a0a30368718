import "server-only";
import { getAccessFallbackHTTPStatus, isHTTPAccessFallbackError } from "next/dist/client/components/http-access-fallback/http-access-fallback";
import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";

/** Send the browser on with a GET, whatever it came with. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}

/**
 * The answer of a handler, which nobody keeps unless it says otherwise: pages of the framework say `no-store` by themselves, its handlers say nothing, and a browser or proxy may then keep what it likes. What a gate throws for the
 * framework to answer (a refusal, a way elsewhere) is answered here, for the same reason.
 */
export async function unkept(act: () => Response | Promise<Response>): Promise<Response> {
  const answer = await answerOf(act);
  if (!answer.headers.has("cache-control")) answer.headers.set("cache-control", "no-store");
  return answer;
}

async function answerOf(act: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await act();
  } catch (error) {
    if (isHTTPAccessFallbackError(error)) return new Response(null, { status: getAccessFallbackHTTPStatus(error) });
    if (isRedirectError(error)) return seeOther(getURLFromRedirectError(error));
    throw error;
  }
}
