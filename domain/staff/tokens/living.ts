import { sql } from "drizzle-orm";
import { keyAges } from "@/db/schema/keys";

/** When a row of `api_tokens` stops by itself. An age that was lowered since holds for those that are there, too: a token is never past its age. */
export const runsOutAt = sql`least(api_tokens.expires_at, api_tokens.made_at + make_interval(days => (select a.days from ${keyAges} a where a.kind = 'api-token')))`;

/** Nobody ended it, and it has not run out. */
export const livingToken = sql<boolean>`(api_tokens.ended_at is null and ${runsOutAt} > statement_timestamp())`;
