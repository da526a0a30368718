import { sql } from "drizzle-orm";
import { keyRegister } from "@/db/schema/keys";
import { apiTokens } from "@/db/schema/staff";
import type { Context } from "../../kernel/context";
import { TOKEN_SEEN_MS } from "./rules";

/** Write down that a token is in use, for its person and in the register, at most once a minute. Not an act, and so in no audit. */
export async function noteTokenUse(ctx: Context, tokenId: string): Promise<void> {
  await ctx.db.execute(sql`
    with used as (
      update ${apiTokens} set last_used_at = clock_timestamp()
      where id = ${tokenId} and ended_at is null and (last_used_at is null or last_used_at < clock_timestamp() - ${`${TOKEN_SEEN_MS} milliseconds`}::interval) returning key_id, last_used_at
    )
    update ${keyRegister} k set last_used_at = used.last_used_at from used where k.id = used.key_id`);
}
