import { handleSns } from "@/app/_server/feedback/handle-feedback";
import { runMachineHandler } from "@/app/_server/machine-handler";
import { getParts } from "@/app/_server/parts";
import { loadEnv } from "@/lib/env";

/** What Amazon SES tells about messages, through the one topic that is set. */
export function POST(request: Request): Promise<Response> {
  return runMachineHandler(null, () => handleSns(getParts(), loadEnv().SNS_TOPIC_ARN, request));
}
