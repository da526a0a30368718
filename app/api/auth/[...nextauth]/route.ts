import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { noteFailedAnswer } from "@/app/_server/company-sign-in";
import { runMachineHandler } from "@/app/_server/machine-handler";
import { parseJson, readRawBody } from "@/app/_server/request-body";
import { authOptions } from "@/app/_server/session";

function handler(request: NextRequest, context: unknown): Promise<Response> {
  return runMachineHandler("console", async () => {
    const whole = request.method === "POST" ? await readWhole(request) : request;
    if (whole instanceof Response) return whole;
    const answer = (await NextAuth(whole as never, context as never, authOptions())) as Response;
    await noteFailedAnswer(request, answer);
    return answer;
  });
}

/** The library reads a body to its end before it looks at anything, and fails at what is no JSON. So it gets one that was read up to a limit; otherwise the answer. */
async function readWhole(request: NextRequest): Promise<NextRequest | Response> {
  const body = await readRawBody(request);
  if (body === null) return new Response(null, { status: 413 });
  if (request.headers.get("content-type")?.includes("application/json") && parseJson(body) === null) return new Response(null, { status: 400 });
  return new NextRequest(request.url, { method: request.method, headers: request.headers, body: new Uint8Array(body) });
}

export { handler as GET, handler as POST };
