import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { EVERY_INCIDENT } from "@/db/client";
import { noticeKey } from "@/domain/alarms/keys/notice-key";
import { mintContext } from "@/domain/kernel/mint-context";
import { BORNE_HEADER } from "./borne-keys";
import { getParts } from "./parts";
import { readNetwork } from "./read-network";

/** Look once in a request whether it bears a planted key. Whatever comes of it, the request goes on: its answer must not tell. */
export const noticeBearer = cache(async (): Promise<void> => {
  const borne = (await headers()).get(BORNE_HEADER);
  if (!borne) return;
  try {
    // The alarm that may stand already belongs to no incident, and is seen by who sees all of them.
    for (const key of borne.split(" ")) await noticeKey(mintContext(getParts(), { kind: "visitor" }, { sees: EVERY_INCIDENT }), key, await readNetwork());
  } catch (error) {
    getParts().log.error({ err: error }, "could not look whether a key is a planted one");
  }
});
