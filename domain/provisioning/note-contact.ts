import { scimContact } from "@/db/schema/staff";
import { sql } from "drizzle-orm";
import { authorise, type Context } from "../kernel/context";
import { mayProvision } from "./policy";

/** Write down that the identity provider came; once a minute is enough. @throws {Forbidden} */
export async function noteContact(ctx: Context): Promise<void> {
  authorise(ctx, mayProvision);
  await ctx.db.execute(sql`
    insert into ${scimContact} (last_at) values (clock_timestamp()) on conflict (one) do update set last_at = clock_timestamp() where scim_contact.last_at < clock_timestamp() - interval '1 minute'`);
}
