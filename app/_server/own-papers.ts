import "server-only";
import { Readable } from "node:stream";
import { forbidden } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { paperOwner, whyNotPapers } from "@/domain/claims/paper-owner";
import type { EvidenceKeeping } from "@/domain/evidence/read-evidence";
import type { EvidenceOwner, ReadableEvidence } from "@/domain/evidence/types";
import type { SubjectContext } from "@/domain/kernel/context";
import { Invalid, Refusal } from "@/domain/kernel/errors";
import { comesFromHere } from "./comes-from-here";
import { getEvidenceKeeping } from "./evidence-store";
import { requireOwnClaim } from "./own-claim";
import { getParts } from "./parts";
import { refusalStatus } from "./refusal-text";
import { BodyTooLong } from "./request-body";
import { unkept } from "./unkept";

interface PaperPlace {
  ctx: SubjectContext;
  owner: EvidenceOwner;
  keeping: EvidenceKeeping;
  /** Address of the page of papers. */
  page: string;
}

/** A handler about the papers of one's own claim: through the gate of subjects, then the act; a refusal is answered in words of the page's language, with what it counted. Nobody keeps what it answers. */
export function runPaperHandler(request: Request, params: Promise<{ locale: string; incident: string; programme: string; claimId: string }>, use: "read" | "add", act: (place: PaperPlace) => Promise<Response>): Promise<Response> {
  return unkept(async () => {
    if (request.method !== "GET" && !comesFromHere(request)) forbidden();
    const { ctx, claim, locale, base } = await requireOwnClaim(params);
    try {
      const refusal = use === "add" ? whyNotPapers(claim.state, "add") : null;
      if (refusal) throw refusal;
      return await act({ ctx, owner: paperOwner(claim), keeping: getEvidenceKeeping(), page: `${base}/papers/${claim.id}` });
    } catch (error) {
      if (error instanceof BodyTooLong) return new Response(null, { status: 413 });
      if (error instanceof Refusal) return Response.json({ problem: await inWords(error, locale), ...error.values }, { status: refusalStatus[error.kind] });
      // Whoever broke the connection off waits for no answer.
      if (!request.signal.aborted) getParts().log.error({ err: error }, "handler failed");
      return new Response(null, { status: request.signal.aborted ? 400 : 500 });
    }
  });
}

async function inWords(refusal: Refusal, locale: string): Promise<string> {
  const t = await getTranslations({ locale, namespace: "errors" });
  const reason = refusal instanceof Invalid ? (Object.values(refusal.fields)[0]?.[0] ?? refusal.reason) : refusal.reason;
  return t.has(reason) ? t(reason, refusal.values) : t("fault");
}

/** A paper as a file to keep: never shown as a page of ours, whatever a browser makes of its bytes. */
export function paperResponse({ name, type, size, bytes }: ReadableEvidence): Response {
  return new Response(Readable.toWeb(Readable.from(bytes, { objectMode: false })) as unknown as ReadableStream, {
    headers: {
      "content-type": type,
      "content-length": String(size),
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
