import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const NAMES = ["AMENDS_ENV", "AMENDS_EMBEDDED", "AMENDS_URL", "DATABASE_URL", "SMTP_URL", "SMTP_TLS_EXCEPTIONS", "MAIL_FROM", "NEXTAUTH_SECRET", "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", "AMENDS_KEY", "AMENDS_KEY_FILE", "AMENDS_DATA_DIR", "AMENDS_LOG_LEVEL"];

function file(dataDir: string): string {
  return path.join(dataDir, "secrets", "running.json");
}

/** Note the settings of the running embedded installation, so that commands typed in another terminal find it. Returns how to forget them. */
export function noteRunning(env: NodeJS.ProcessEnv, dataDir: string): () => void {
  writeFileSync(file(dataDir), JSON.stringify(Object.fromEntries(NAMES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))), { mode: 0o600 });
  return () => rmSync(file(dataDir), { force: true });
}

/** Take over the settings of the embedded installation that runs beside this command, unless the caller said which database is meant. */
export function joinRunningInstallation(): void {
  if (process.env.DATABASE_URL) return;
  const noted = file(path.resolve(process.env.AMENDS_DATA_DIR ?? ".data"));
  if (!existsSync(noted)) return;
  for (const [name, value] of Object.entries(JSON.parse(readFileSync(noted, "utf8")) as Record<string, string>)) process.env[name] ??= value;
}
