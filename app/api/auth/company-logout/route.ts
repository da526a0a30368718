import { handleCompanyLogout } from "@/app/_server/company-logout";
import { runMachineHandler } from "@/app/_server/machine-handler";

export function POST(request: Request): Promise<Response> {
  return runMachineHandler("console", () => handleCompanyLogout(request));
}
