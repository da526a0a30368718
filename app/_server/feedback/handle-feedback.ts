import "server-only";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Context } from "@/domain/kernel/context";
import { isRetired } from "@/domain/keys/register/is-retired";
import { noteKeyUse } from "@/domain/keys/register/note-use";
import { readPostedEvents, readPostedReceipt } from "@/domain/waves/feedback/posted-events";
import { readSesEvent } from "@/domain/waves/feedback/ses-events";
import type { RecordedFeedback } from "@/domain/waves/feedback/types";
import { recordOutcome } from "@/domain/waves/feedback/record-outcome";
import { recordReceipt } from "@/domain/waves/feedback/record-receipt";
import { systemClock } from "@/lib/clock";
import { parseJson, readRawBody } from "../request-body";
import { isSigned } from "./signed-request";
import { confirmSubscription, fetchFromSns, readSnsMessage, type Fetch } from "./sns";

const none = (status: number) => new Response(null, { status, headers: { "cache-control": "no-store" } });

/** Events, or a receipt, that bear the signature of one of the secrets. Without any there is no such address. */
export async function handleSigned(parts: ProcessParts, secrets: readonly (string | undefined)[], request: Request, what: "events" | "receipt"): Promise<Response> {
  const given = secrets.filter((secret) => secret !== undefined);
  if (given.length === 0) return none(404);
  const body = await readRawBody(request);
  if (body === null) return none(413);
  const secret = given.find((each) => isSigned(each, request.headers, body, (parts.clock ?? systemClock).now()));
  const ctx = mintContext(parts, { kind: "system", job: `feedback/${what}` });
  // One that was retired may be in whose hands it was retired for.
  if (secret === undefined || (await isRetired(ctx, { kind: "webhook", name: "FEEDBACK_SECRET", value: secret }))) return none(401);
  noteKeyUse("webhook", "FEEDBACK_SECRET");
  const read = parseJson(body);
  if (what === "receipt") {
    const receipt = readPostedReceipt(read);
    return receipt ? answer(ctx, [() => recordReceipt(ctx, receipt)]) : none(400);
  }
  const events = readPostedEvents(read);
  return events ? answer(ctx, events.map((event) => () => recordOutcome(ctx, event))) : none(400);
}

/** A message of the Amazon SNS topic that SES tells about mails. Without a topic there is no such address. */
export async function handleSns(parts: ProcessParts, topicArn: string | undefined, request: Request, fetch: Fetch = fetchFromSns): Promise<Response> {
  if (topicArn === undefined) return none(404);
  const body = await readRawBody(request);
  if (body === null) return none(413);
  const ctx = mintContext(parts, { kind: "system", job: "feedback/sns" });
  try {
    const message = await readSnsMessage(body, topicArn, (parts.clock ?? systemClock).now(), fetch);
    if (!message) return none(401);
    if (message.Type === "SubscriptionConfirmation") {
      const confirmed = await confirmSubscription(message, fetch);
      ctx.log.info({ confirmed }, "an SNS subscription asked to be confirmed");
      return none(confirmed ? 200 : 400);
    }
    const event = message.Type === "Notification" ? readSesEvent(message.Message) : null;
    return await answer(ctx, event ? [() => recordOutcome(ctx, event)] : []);
  } catch (error) {
    ctx.log.error({ err: error }, "a message of SNS could not be taken; it comes again");
    return none(503);
  }
}

/** Record one after the other and say what became of them. 503 asks for all of it again: what is written down already will then have no effect. */
async function answer(ctx: Context, acts: readonly (() => Promise<RecordedFeedback>)[]): Promise<Response> {
  const counts: Record<RecordedFeedback, number> = { recorded: 0, replayed: 0, unknown: 0, later: 0 };
  try {
    for (const act of acts) counts[await act()] += 1;
  } catch (error) {
    ctx.log.error({ err: error }, "feedback could not be written down; it comes again");
    return none(503);
  }
  return Response.json(counts, { status: counts.later > 0 ? 503 : 200, headers: { "cache-control": "no-store", ...(counts.later > 0 ? { "retry-after": "30" } : {}) } });
}
