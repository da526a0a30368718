import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { EVERY_INCIDENT } from "@/db/client";
import { noticeKey } from "@/domain/alarms/keys/notice-key";
import { mintContext } from "@/domain/kernel/mint-context";
import { getParts } from "./parts";
import { readNetwork } from "./read-network";

/** Look once in a request whether it bears a planted key. Whatever comes of it, the request goes on: its answer must not tell. */
export const noticeBearer = cache(async (): Promise<void> => {
  const [scheme, bearer] = ((await headers()).get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !bearer) return;
  try {
    // The alarm that may stand already belongs to no incident, and is seen by who sees all of them.
    await noticeKey(mintContext(getParts(), { kind: "visitor" }, { sees: EVERY_INCIDENT }), bearer, await readNetwork());
  } catch (error) {
    getParts().log.error({ err: error }, "could not look whether a key is a planted one");
  }
});
