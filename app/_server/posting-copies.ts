import "server-only";
import path from "node:path";
import { openPostingCopies, type PostingCopies } from "@/domain/postings/posting-copies";
import { loadEnv } from "@/lib/env";
import { getParts } from "./parts";

// Bundles of pages and of handlers each load this module; the process must still have one.
const held = globalThis as { amendsPostingCopies?: PostingCopies };

/** This machine's copies of what is posted. */
export function getPostingCopies(): PostingCopies {
  held.amendsPostingCopies ??= openPostingCopies({ ...getParts(), dir: path.resolve(loadEnv().AMENDS_DATA_DIR, "postings") });
  return held.amendsPostingCopies;
}
