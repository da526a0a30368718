import "server-only";
import { requireSide, type Side } from "./hosts";
import { noticeBearer } from "./notice-bearer";
import { unkept } from "./unkept";

/** A handler for programs. Here it is that a thief tries a key: whether it is a planted one is noticed first, also where nothing is switched on that would answer. */
export function runMachineHandler(side: Side | null, act: () => Response | Promise<Response>): Promise<Response> {
  return unkept(async () => {
    await noticeBearer();
    if (side !== null) await requireSide(side);
    return act();
  });
}
