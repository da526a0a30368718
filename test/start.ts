import { execFileSync, spawn, type ChildProcess } from "node:child_process";

export interface StartedAmends {
  child: ChildProcess;
  /** Address of the portal in the block that is printed. */
  portal: string;
  /** Everything it started, itself first. */
  tree: number[];
  /** As Ctrl-C does it: the signal goes to the whole group, if any of it is left. Resolves when npm has ended. */
  interrupt: () => Promise<void>;
}

/** Run `npm start` on a data directory and wait for the block it prints. */
export async function startAmends(dataDir: string): Promise<StartedAmends> {
  // Settings of whoever runs the tests are not those of a newcomer.
  const given = ["DATABASE_URL", "SMTP_URL", "SMS_URL", "AMENDS_ENV", "AMENDS_KEY", "AMENDS_URL", "PORT", "METRICS_PORT", "WORKER_PORT"];
  const env: NodeJS.ProcessEnv = { ...process.env, ...Object.fromEntries(given.map((name) => [name, undefined])), AMENDS_DATA_DIR: dataDir };
  const child = spawn("npm", ["start"], { env, stdio: ["ignore", "pipe", "inherit"], detached: true });
  const { pid } = child;
  if (pid === undefined) throw new Error("npm could not be started");
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const portal = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (part: Buffer) => {
      said += part.toString();
      const url = /Portal\s+(http:\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}: ${said}`)));
  });
  return {
    child,
    portal,
    tree: descendants(pid),
    interrupt() {
      if (isRunning(-pid)) process.kill(-pid, "SIGINT");
      return ended;
    },
  };
}

function descendants(pid: number): number[] {
  const parents = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) for (const [child, of] of parents) if (of === parent && child !== undefined) found.push(child);
  return found;
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    return false;
  }
}
