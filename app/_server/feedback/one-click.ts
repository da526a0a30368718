import "server-only";
import { EVERY_INCIDENT } from "@/db/client";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { unsubscribeContact } from "@/domain/waves/feedback/unsubscribe-contact";
import { readRawBody } from "../request-body";

/** One click in a mail program (RFC 8058 § 3.2). Every token, and whatever else is posted, is answered alike. */
export async function handleOneClick(parts: ProcessParts, request: Request, token: string): Promise<Response> {
  const body = await readRawBody(request);
  if (body?.includes("One-Click")) await unsubscribeContact(mintContext(parts, { kind: "visitor" }, { sees: EVERY_INCIDENT }), token);
  return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
}
