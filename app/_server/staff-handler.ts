import "server-only";
import { forbidden } from "next/navigation";
import { Refusal, StaleProof } from "@/domain/kernel/errors";
import { authorise, type Policy, type StaffContext } from "@/domain/kernel/context";
import type { StaffSession } from "@/domain/staff/types";
import { comesFromHere } from "./comes-from-here";
import { consolePath } from "./console-path";
import { requireSide } from "./hosts";
import { getParts } from "./parts";
import { endWithAccess } from "./live-responses";
import { BodyTooLong } from "./request-body";
import { findSession } from "./session";
import { letIn } from "./staff";
import { seeOther, unkept } from "./unkept";

/** The page whose file it is: it stands one step above, and says where somebody came from to nobody. */
function pageOf(request: Request): string {
  return consolePath(new URL("..", `${request.url.split("?")[0]}/`).pathname.slice(0, -1));
}

/**
 * A console route handler, for what a page or an action cannot do: bytes that stream in or out. Through the gate with the policy of its act, then the act;
 * `refused` answers its refusals by their reason. What it answers is about people or for staff, and kept by nobody, unless it says otherwise.
 */
export function runStaffHandler(
  rule: Policy,
  request: Request,
  act: (ctx: StaffContext, member: StaffSession) => Promise<Response>,
  refused: (refusal: Refusal, member: StaffSession) => Response | Promise<Response>,
  options: { background?: boolean } = {},
): Promise<Response> {
  return unkept(async () => {
    await requireSide("console");
    // An action's caller is checked by the framework, a handler's is not.
    if (request.method !== "GET" && !comesFromHere(request)) forbidden();
    // The gate's own redirect keeps the method, and a browser would send its gigabytes to the sign-in page.
    if (!(await findSession())) return seeOther("/console/sign-in");
    const { ctx, member } = await letIn(rule, options);
    try {
      authorise(ctx, rule);
      const answer = await act(ctx, member);
      return answer.body ? new Response(endWithAccess(member, answer.body), answer) : answer;
    } catch (error) {
      if (error instanceof StaleProof) return seeOther(`/console/prove?${new URLSearchParams({ to: pageOf(request) }).toString()}`);
      // Who follows a link or sends a form is led to where a passkey is to be had; what a page asks by itself hears it as any refusal.
      if (error instanceof Refusal && error.reason === "passkey-needed" && request.headers.get("sec-fetch-mode") === "navigate") return seeOther("/console/account");
      if (error instanceof BodyTooLong) return new Response(null, { status: 413 });
      if (error instanceof Refusal) return await refused(error, member);
      // Whoever broke the connection off waits for no answer.
      if (!request.signal.aborted) getParts().log.error({ err: error }, "handler failed");
      return new Response(null, { status: request.signal.aborted ? 400 : 500 });
    }
  });
}
