import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { seedIncident } from "@/db/seed/demo-incident";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { proposePosting } from "@/domain/postings/propose-posting";
import { publishPosting } from "@/domain/postings/publish-posting";
import { renderPosting } from "@/domain/postings/rendering/render-posting";
import { staffContext, systemContext } from "./contexts";
import { aWording, PORTAL } from "./waves";

/** The demo incident with an approved wording of a kind. */
export async function anIncidentToPost(parts: ProcessParts, kind: NoticeKind = "full"): Promise<{ incidentId: string; slug: string; versionId: string }> {
  const { incidentId, slug } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `incident-${randomUUID().slice(0, 8)}` });
  return { incidentId, slug, versionId: await aWording(parts, incidentId, kind) };
}

/** A posting that one person proposed, another published and the worker made. */
export async function aStandingPosting(parts: ProcessParts, versionId: string, more: Record<string, unknown> = {}): Promise<string> {
  const postingId = await proposePosting(staffContext(parts, ["comms"]), { ...more, templateVersionId: versionId });
  await publishPosting(staffContext(parts, ["approver"]), { postingId });
  await renderPosting(systemContext(parts), { portalUrl: PORTAL }, postingId);
  return postingId;
}

/** A web server whose answers a test decides; end it with `close`. */
export async function aWebServer(answer: (path: string) => { status: number; body: Buffer | string; headers?: Record<string, string> }): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer((request, response) => {
    const { status, body, headers } = answer(request.url ?? "/");
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
