import "server-only";
import { mintContext } from "@/domain/kernel/mint-context";
import { isRetired } from "@/domain/keys/register/is-retired";
import { noteKeyUse } from "@/domain/keys/register/note-use";
import { answerScim } from "@/domain/provisioning/answer-scim";
import { decodeBody } from "@/domain/provisioning/decode-body";
import { noteContact } from "@/domain/provisioning/note-contact";
import type { ScimAnswer } from "@/domain/provisioning/types";
import { sameBytes, sha256 } from "@/lib/crypto";
import { loadEnv } from "@/lib/env";
import { readCompany } from "./company";
import { consoleAddress } from "./hosts";
import { getParts } from "./parts";
import { readRawBody } from "./request-body";

const BASE = "/api/scim/v2";

/** Where the identity provider is to come; null where no token is set. */
export function scimAddress(): string | null {
  return hashes().length > 0 ? basePath() : null;
}

function basePath(): string {
  return new URL(BASE, consoleAddress()).href;
}

function hashes(): string[] {
  const { SCIM_TOKEN_SHA256, SCIM_NEXT_TOKEN_SHA256 } = loadEnv();
  return [SCIM_TOKEN_SHA256, SCIM_NEXT_TOKEN_SHA256].filter((hash) => hash !== undefined);
}

/** A request of the identity provider (RFC 7644). Nothing but its token is believed, of which only the hash is here; without one there is no such address. */
export async function handleScim(request: Request, path: readonly string[]): Promise<Response> {
  const known = hashes();
  if (known.length === 0) return new Response(null, { status: 404 });
  const { log, ...parts } = getParts();
  try {
    const [scheme, token] = (request.headers.get("authorization") ?? "").split(" ");
    const hash = scheme?.toLowerCase() === "bearer" && token ? sha256(token) : null;
    const value = hash && known.find((each) => sameBytes(Buffer.from(each, "hex"), hash));
    const ctx = mintContext({ ...parts, log }, { kind: "system", job: "provisioning/scim" });
    if (!value || (await isRetired(ctx, { kind: "scim-token", name: "SCIM_TOKEN_SHA256", value }))) return refuse(401, "This needs the token of the identity provider.", { "www-authenticate": 'Bearer realm="scim"' });
    noteKeyUse("scim-token", "SCIM_TOKEN_SHA256");
    await noteContact(ctx);
    const bytes = await readRawBody(request);
    const body = bytes === null ? { unread: 413 as const } : decodeBody(bytes, request.headers.get("content-encoding"));
    const query = Object.fromEntries(new URL(request.url).searchParams);
    return say(await answerScim(ctx, { method: request.method, path, query, body }, { basePath: basePath(), invites: readCompany() === null }));
  } catch (error) {
    log.error({ err: error }, "a request of the identity provider could not be answered");
    return refuse(500, "Something is wrong here. Ask again later.");
  }
}

function say({ status, body }: ScimAnswer, headers: Record<string, string> = {}): Response {
  return new Response(body === null ? null : JSON.stringify(body), { status, headers: { "content-type": "application/scim+json", ...headers } });
}

function refuse(status: number, detail: string, headers?: Record<string, string>): Response {
  return say({ status, body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: String(status), detail } }, headers);
}
