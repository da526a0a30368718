import "server-only";
import type { PictureType } from "@/db/values/pictures";

/** A picture that somebody else made, as what its first bytes say that it is. That it is shut in, and its kind not guessed, stands with all headers in `next.config.ts`. */
export function pictureResponse({ type, bytes }: { type: PictureType; bytes: Buffer }, { cache, download }: { cache: string; download: boolean }): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": type,
      "content-disposition": `${download ? "attachment" : "inline"}; filename="picture.${type.slice("image/".length)}"`,
      "cache-control": cache,
    },
  });
}
