import { runTokenHandler } from "@/app/_server/api-token";
import { mayPullAudit } from "@/domain/audit/policy";
import { pullEvents } from "@/domain/audit/pull-events";

/** The audit log as it grows, as JSON Lines, for a program with a token: the numbered events after `after`, at most `limit`. `amends-after` says after which number to go on. */
export function GET(request: Request): Promise<Response> {
  return runTokenHandler(mayPullAudit, request, async (ctx, tokenId) => {
    const { events, after } = await pullEvents(ctx, Object.fromEntries(new URL(request.url).searchParams), tokenId);
    return new Response(events.map((event) => `${JSON.stringify(event)}\n`).join(""), { headers: { "content-type": "application/jsonl", "amends-after": String(after) } });
  });
}
