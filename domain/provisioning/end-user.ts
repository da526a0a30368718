import { sql } from "drizzle-orm";
import { scimUsers, staffMembers } from "@/db/schema/staff";
import { authorise, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { offBoard } from "../offboarding/off-board";
import { inOneTransaction } from "./in-one-transaction";
import { mayProvision } from "./policy";

/**
 * End somebody's access because the identity provider says that they are not active any more. It is an off-boarding like every other. Once more says the same.
 * @throws {Forbidden}
 */
export async function endUser(ctx: Context, staffId: string, reason = "The identity provider deactivated this person."): Promise<void> {
  authorise(ctx, mayProvision);
  await inOneTransaction(ctx, async (within) => {
    try {
      await offBoard(within, { staffId, reason });
    } catch (error) {
      if (error instanceof Conflict && error.reason === "staff-disabled-already") return;
      throw error;
    }
    await within.db.execute(sql`
      insert into ${scimUsers} (staff_id, user_name, deactivated_at) select id, email, clock_timestamp() from ${staffMembers} where id = ${staffId}
      on conflict (staff_id) do update set deactivated_at = clock_timestamp(), changed_at = clock_timestamp()`);
  });
}
