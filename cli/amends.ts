import type { Command } from "./command";

const commands: Record<string, () => Promise<{ command: Command }>> = {
  start: () => import("./commands/start"),
  web: () => import("./commands/web"),
  worker: () => import("./commands/worker"),
  build: () => import("./commands/build"),
  staff: () => import("./commands/staff"),
  installation: () => import("./commands/installation"),
  scim: () => import("./commands/scim"),
  keys: () => import("./commands/keys"),
  erasures: () => import("./commands/erasures"),
  audit: () => import("./commands/audit"),
  review: () => import("./commands/review"),
  exports: () => import("./commands/exports"),
  migrate: () => import("./commands/migrate"),
  import: () => import("./commands/import"),
  sample: () => import("./commands/sample"),
  replay: () => import("./commands/replay"),
  advisories: () => import("./commands/advisories"),
  "mail-catcher": () => import("./commands/mail-catcher"),
};

async function main(): Promise<number> {
  const [name = "help", ...args] = process.argv.slice(2);
  const load = commands[name];
  if (!load) {
    const lines = await Promise.all(Object.entries(commands).map(async ([key, open]) => `  ${key.padEnd(14)}${(await open()).command.summary}`));
    console.log(`amends COMMAND\n\n${lines.join("\n")}`);
    return name === "help" || name === "--help" ? 0 : 2;
  }
  const { command } = await load();
  if (args.includes("--help")) {
    console.log(command.usage);
    return 0;
  }
  return command.run(args);
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    // A failed query's own message repeats its parameters, which may be a person's data; its cause says what went wrong.
    const fault = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    console.error(fault instanceof Error ? fault.message : fault);
    process.exit(1);
  },
);
