import { countCspReports } from "@/app/_server/csp-reports";
import { runMachineHandler } from "@/app/_server/machine-handler";

/** What browsers say that a content security policy has stopped. Nobody is answered anything but that it arrived. */
export function POST(request: Request): Promise<Response> {
  return runMachineHandler(null, async () => {
    await countCspReports(request);
    return new Response(null, { status: 204 });
  });
}
