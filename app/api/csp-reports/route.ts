import { countCspReports } from "@/app/_server/csp-reports";

/** What browsers say that a content security policy has stopped. Nobody is answered anything but that it arrived. */
export async function POST(request: Request): Promise<Response> {
  await countCspReports(request);
  return new Response(null, { status: 204 });
}
