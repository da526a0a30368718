import NextAuth from "next-auth";
import { noteFailedAnswer } from "@/app/_server/company-sign-in";
import { requireSide } from "@/app/_server/hosts";
import { authOptions } from "@/app/_server/session";

async function handler(request: Request, context: unknown): Promise<Response> {
  await requireSide("console");
  const answer = (await NextAuth(request as never, context as never, authOptions())) as Response;
  await noteFailedAnswer(request, answer);
  return answer;
}

export { handler as GET, handler as POST };
