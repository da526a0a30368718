import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import pg from "pg";
import type { Transaction } from "../client";

/** As many as the server takes for itself where nobody says otherwise. */
const ITERATIONS = 4_096;

/** What the server keeps of a password (RFC 5803, RFC 7677): given in place of the password, nothing that writes statements down writes the password down. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
  const keyed = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(keyed("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${stored}:${keyed("Server Key").toString("base64")}`;
}

/** Give a login another password, with the powers of whoever logged in, whatever role the connection has taken. It must be ASCII. @throws (42501) when they may not */
export async function changePassword(tx: Transaction, login: string, password: string): Promise<void> {
  await asLogin(tx, () => define(tx, `alter role ${pg.escapeIdentifier(login)} password ${pg.escapeLiteral(scramVerifier(password))}`));
}

/** Cut every connection of a login, with the powers of whoever may change its password: they may let themselves be of it for so long. @returns how many there were */
export async function cutConnections(tx: Transaction, login: string): Promise<number> {
  return asLogin(tx, async () => {
    const { rows: [own] } = await tx.execute<{ held: boolean; me: string }>(sql`select pg_has_role(${login}, 'usage') as held, session_user as me`);
    const change = (what: string) => (own?.held ? undefined : define(tx, what));
    const [of, me] = [pg.escapeIdentifier(login), pg.escapeIdentifier(own?.me ?? "")];
    await change(`grant ${of} to ${me} with inherit true, set false`);
    const { rows } = await tx.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${login} and pid <> pg_backend_pid()`);
    await change(`revoke ${of} from ${me} granted by ${me}`);
    return rows.length;
  });
}

/** A statement about a role, which takes no parameters: names and values in it are escaped by the caller. */
async function define(tx: Transaction, statement: string): Promise<void> {
  // eslint-disable-next-line no-restricted-syntax -- statements that define take no parameters
  await tx.execute(sql.raw(statement));
}

async function asLogin<T>(tx: Transaction, act: () => Promise<T>): Promise<T> {
  const { rows: [was] } = await tx.execute<{ role: string }>(sql`select current_setting('role') as role`);
  await tx.execute(sql`select set_config('role', 'none', true)`);
  const done = await act();
  await tx.execute(sql`select set_config('role', ${was?.role ?? "none"}, true)`);
  return done;
}
