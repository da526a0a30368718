import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ACTIONS_KEY } from "./web-server";

/** Beside which of the product's actions the empty one stands: the folder of its page, and its name. */
interface Beside {
  folder: string;
  action: string;
}

/** Build the product with one action more, `emptyAction`, which does nothing but lead to where the form says. Returns where it is. */
export function buildWithEmptyAction({ folder, action }: Beside): string {
  return buildChanged({
    [path.join(folder, "actions.ts")]: (text) => `${text}
export async function emptyAction(_: FormState, form: FormData): Promise<FormState> {
  const { redirect } = await import("next/navigation");
  return redirect(String(form.get("to")));
}
`,
    [path.join(folder, "page.tsx")]: (text) =>
      replaced(replaced(text, `${action} } from "./actions";`, `${action}, emptyAction } from "./actions";`), "</IncidentFrame>", '  <form action={emptyAction.bind(null, { status: "idle" }) as never} />\n    </IncidentFrame>'),
  });
}

/** Build the product without the reading of who asks: whoever asked first is who asks. Returns where it is. */
export function buildWithoutGate(): string {
  return buildChanged({
    "app/_server/session.ts": (text) => `${replaced(text, "export const findSession = cache(", "const readSession = cache(")}
let held: ReturnType<typeof readSession> | undefined;
export const findSession = () => (held ??= readSession());
`,
  });
}

/** Build a copy of the product with some files changed: the product itself has no door that only a bench uses. */
function buildChanged(changes: Record<string, (text: string) => string>): string {
  const dir = path.resolve(".data/bench-app");
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of files) cpSync(file, path.join(dir, file));
  execFileSync("cp", ["-al", "node_modules", path.join(dir, "node_modules")]);
  for (const [file, change] of Object.entries(changes)) writeFileSync(path.join(dir, file), change(readFileSync(file, "utf8")));
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: ACTIONS_KEY };
  execFileSync(process.execPath, ["--import", "tsx", "cli/amends.ts", "build"], { cwd: dir, env, stdio: "inherit" });
  return dir;
}

function replaced(text: string, what: string, by: string): string {
  if (!text.includes(what)) throw new Error(`a file is not as the bench expects: ${what} is not in it`);
  return text.replace(what, by);
}
