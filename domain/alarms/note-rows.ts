import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context";

/** Add to the rows of this minute that large answers of the database gave to web processes. A count, and so in no audit. */
export async function noteRows({ db }: Pick<Context, "db">, { rows, answers }: { rows: number; answers: number }): Promise<void> {
  await db.execute(sql`
    insert into large_answers (began, rows, answers) values (date_trunc('minute', clock_timestamp()), ${rows}, ${answers})
    on conflict (began) do update set rows = large_answers.rows + excluded.rows, answers = large_answers.answers + excluded.answers`);
}
