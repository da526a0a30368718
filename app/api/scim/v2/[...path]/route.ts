import { requireSide } from "@/app/_server/hosts";
import { handleScim } from "@/app/_server/scim";

async function handle(request: Request, { params }: RouteContext<"/api/scim/v2/[...path]">): Promise<Response> {
  await requireSide("console");
  return handleScim(request, (await params).path);
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
