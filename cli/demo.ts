import { EVERY_INCIDENT, openDatabase } from "@/db/client";
import { seedDemo } from "@/db/seed/demo";
import { openKeyRing } from "@/domain/keys/key-ring";
import type { Env } from "@/lib/env";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { createLogger } from "@/lib/logger";

/** People in the demo's dataset. */
const DEMO_PEOPLE = 100_000;

/** Fill an empty embedded database with the demo story; an installation with a database of its own never gets it. */
export async function seedEmptyDatabase(env: Env, password: string, mailIsCaught: boolean): Promise<void> {
  const log = createLogger("seed", env.AMENDS_LOG_LEVEL);
  const db = openDatabase(env.DATABASE_URL, { max: 4, applicationName: "amends-seed", sees: EVERY_INCIDENT });
  try {
    if (!(await seedDemo({ db, keys: openKeyRing(db, loadKeyEncryptionKey(env)), log }, { password, people: DEMO_PEOPLE, mailIsCaught }))) return;
    console.log("The database was empty; the demo incident is loaded.");
    console.log(mailIsCaught ? "The demo is live: nothing leaves this machine, because all mail goes to the mail catcher." : "It is in trial mode, because SMTP_URL names a relay of yours: only staff and guests are written to.");
  } finally {
    await db.$client.end();
  }
}
