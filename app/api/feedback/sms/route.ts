import { handleSigned } from "@/app/_server/feedback/handle-feedback";
import { runMachineHandler } from "@/app/_server/machine-handler";
import { getParts } from "@/app/_server/parts";
import { loadEnv } from "@/lib/env";

/** What an SMS gateway tells about a text, signed. */
export function POST(request: Request): Promise<Response> {
  const { FEEDBACK_SECRET, FEEDBACK_NEXT_SECRET } = loadEnv();
  return runMachineHandler(null, () => handleSigned(getParts(), [FEEDBACK_SECRET, FEEDBACK_NEXT_SECRET], request, "receipt"));
}
