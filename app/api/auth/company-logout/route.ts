import { requireSide } from "@/app/_server/hosts";
import { handleCompanyLogout } from "@/app/_server/company-logout";

export async function POST(request: Request): Promise<Response> {
  await requireSide("console");
  return handleCompanyLogout(request);
}
