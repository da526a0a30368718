import type { EventEmitter } from "node:events";
import type pg from "pg";

/**
 * Be told of each statement of a pool that was answered with more rows than `most`: the server says how many at the end of each answer. Called before the pool is first used. It costs a look at a short
 * text for each statement, whoever runs it, and needs no right in the database.
 */
export function watchAnswers(pool: pg.Pool, most: number, onLarge: (rows: number) => void): void {
  pool.on("connect", (client) => {
    (client as unknown as { connection: EventEmitter }).connection.on("commandComplete", ({ text }: { text: string }) => {
      const rows = text.startsWith("SELECT ") ? Number(text.slice("SELECT ".length)) : 0;
      if (rows > most) onLarge(rows);
    });
  });
}
