import { answerScim } from "@/domain/provisioning/answer-scim";
import { decodeBody } from "@/domain/provisioning/decode-body";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { systemContext } from "./contexts";

export type ScimSaid = Record<string, unknown> & { id: string; totalResults: number; Resources: ScimSaid[]; active: boolean };

export const SCIM_PATCH = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
export const SCIM_USER = ["urn:ietf:params:scim:schemas:core:2.0:User"];

/** One request of the identity provider, whose body is sent as it is where it is a text or bytes, and is too long where it is null; the answer as it would read it. */
export async function askScim(parts: ProcessParts, method: string, address: string, body?: unknown, invites = false): Promise<{ status: number; body: ScimSaid }> {
  const url = new URL(address, "https://scim.example/");
  const text = Buffer.isBuffer(body) ? decodeBody(body, null) : typeof body === "string" ? body : body === null ? { unread: 413 as const } : body === undefined ? "" : JSON.stringify(body);
  const path = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const answer = await answerScim(systemContext(parts, "provisioning/scim"), { method, path, query: Object.fromEntries(url.searchParams), body: text }, { basePath: "https://amends.example/api/scim/v2", invites });
  return JSON.parse(JSON.stringify(answer)) as { status: number; body: ScimSaid };
}
