import "server-only";
import { handInStream } from "@/domain/evidence/hand-in-stream";
import type { EvidenceKeeping } from "@/domain/evidence/read-evidence";
import type { EvidenceOwner } from "@/domain/evidence/types";
import type { Context } from "@/domain/kernel/context";
import { Invalid, Refusal } from "@/domain/kernel/errors";
import { openUploadedFiles } from "./uploaded-file";

/** Take every paper of a posted form while it arrives; what came of them is the query of the page that follows: how many were added, or what was wrong with which. */
export async function takeEveryPaper(ctx: Context, request: Request, owner: EvidenceOwner, keeping: EvidenceKeeping): Promise<string> {
  let number = 0;
  const problems: string[] = [];
  try {
    for await (const { fileName, content } of openUploadedFiles(request)) {
      number += 1;
      // One that is refused keeps none of the others out.
      await handInStream(ctx, owner, keeping.store, { name: fileName, content }).catch((error: unknown) => problems.push(`${number}.${reasonOf(error)}`));
    }
  } catch (error) {
    problems.push(`${Math.max(number, 1)}.${reasonOf(error)}`);
  }
  if (number === 0 && problems.length === 0) problems.push("0.papers-none");
  return problems.length === 0 ? `added=${number}` : `problems=${problems.join("~")}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Refusal)) throw error;
  return error instanceof Invalid ? (Object.values(error.fields)[0]?.[0] ?? error.reason) : error.reason;
}
