import { runMachineHandler } from "@/app/_server/machine-handler";
import { handleScim } from "@/app/_server/scim";

function handle(request: Request, { params }: RouteContext<"/api/scim/v2/[...path]">): Promise<Response> {
  return runMachineHandler("console", async () => handleScim(request, (await params).path));
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
