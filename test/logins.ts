import { randomBytes } from "node:crypto";
import pg from "pg";
import { onTestFinished } from "vitest";

export interface PersonalLogin {
  name: string;
  url: string;
}

/** A login in a role, as an operator makes one for a person: until the test that asks for it is over. Logins belong to the server, which tests share, so each has a name of its own. */
export async function aLogin(ownerUrl: string, role: string, { name = `person_${randomBytes(6).toString("hex")}`, more = "" } = {}): Promise<PersonalLogin> {
  const password = "of-the-tests";
  await runAs(ownerUrl, `create role ${name} login password '${password}' ${more} in role ${role}`);
  const server = Object.assign(new URL(ownerUrl), { pathname: "/postgres" }).href;
  onTestFinished(async () => {
    await runAs(server, `drop role if exists ${name}`);
  });
  return { name, url: withPassword(ownerUrl, name, password) };
}

export function withPassword(url: string, username: string, password: string): string {
  return Object.assign(new URL(url), { username, password }).href;
}

/** One statement over a connection of its own. */
export async function runAs<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
