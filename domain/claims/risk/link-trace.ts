import { linkIndex, linksOf } from "@/lib/crypto";

/** Bring a trace from under the first key, or from under `from` links of it, under every link that rotations have added. */
export function linkTrace(key: Buffer, trace: Buffer, from = 1): Buffer {
  return linksOf(key).slice(from - 1).reduce((value, link) => linkIndex(link, value), trace);
}
