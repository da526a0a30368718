import "server-only";
import { createHash } from "node:crypto";

/** A document as a file to keep, never as a page of ours; it is named by its hash, and so is what a browser has of it. What shuts it in stands with all headers in `next.config.ts`. */
export function documentResponse(request: Request, bytes: Buffer, { name, cache }: { name: string; cache: string }): Response {
  const etag = `"${createHash("sha256").update(bytes).digest("hex")}"`;
  const headers = { etag, "cache-control": cache };
  if (request.headers.get("if-none-match")?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag)) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...headers,
      "content-type": "application/pdf",
      "content-disposition": attachmentOf(name),
    },
  });
}

/** RFC 6266: the plain name is for what does not know the other. */
function attachmentOf(name: string): string {
  const encoded = encodeURIComponent(`${name.replaceAll(/[\p{Cc}/\\:*?"<>|]/gu, " ").trim().slice(0, 100)}.pdf`);
  return `attachment; filename="document.pdf"; filename*=UTF-8''${encoded.replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
