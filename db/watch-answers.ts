import type { EventEmitter } from "node:events";
import { EVERY_INCIDENT, sightNow, type Database } from "./client";

/** More rows than any one answer has: to the portal, whose connections see one incident or none, and to the console, which sees every one. */
export interface MostRows {
  portal: number;
  console: number;
}

/**
 * Be told of each statement of a pool that was answered with more rows than that. The rows themselves are counted as they come, whatever kind of statement brought them. Called before the pool is first used. It costs an addition for
 * each row, whoever runs the statement, and needs no right in the database.
 */
export function watchAnswers(db: Database, most: MostRows, onLarge: (rows: number) => void): void {
  db.$client.on("connect", (client) => {
    let came = 0;
    const { connection } = client as unknown as { connection: EventEmitter };
    connection.on("dataRow", () => {
      came += 1;
    });
    const end = () => {
      const rows = came;
      came = 0;
      if (rows > most.portal && rows > (sightNow(db, client) === EVERY_INCIDENT ? most.console : most.portal)) onLarge(rows);
    };
    for (const ending of ["commandComplete", "errorMessage"]) connection.on(ending, end);
  });
}
