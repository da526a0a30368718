import pg from "pg";
import type { DatabaseRole } from "../client";

/**
 * Make a login that can take one role and nothing else, and say by which URL it comes. A process that knows no other cannot get at the owner's powers, whatever it is made to say: a role that
 * was taken with another login can be put down again.
 */
export async function makeLogin(ownerUrl: string, role: DatabaseRole | "amends_read" | "amends_audit", password: string): Promise<string> {
  const login = `${role}_login`;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (let tries = 1; ; tries++) {
      try {
        const { rowCount } = await client.query("select from pg_roles where rolname = $1", [login]);
        await client.query(`${rowCount === 0 ? "create" : "alter"} role ${login} login nosuperuser nocreaterole nocreatedb password ${pg.escapeLiteral(password)}`);
        await client.query(`grant ${role} to ${login}`);
        break;
      } catch (error) {
        // Roles are the server's, and somebody else made or changed this one just now: XX000 is then "tuple concurrently updated".
        if (tries === 5 || !["42710", "23505", "XX000"].includes((error as { code?: string }).code ?? "")) throw error;
      }
    }
  } finally {
    await client.end();
  }
  const url = new URL(ownerUrl);
  url.username = login;
  url.password = password;
  return url.href;
}
