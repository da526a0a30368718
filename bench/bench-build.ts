import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ACTIONS_KEY } from "./web-server";

/** Beside which of the product's actions the empty one stands: the folder of its page, and its name. */
interface Beside {
  folder: string;
  action: string;
}

/** Build the product with one action more, `emptyAction`, which does nothing but lead to where the form says: the product itself has no door that only a bench uses. Returns where it is. */
export function buildWithEmptyAction({ folder, action }: Beside): string {
  const dir = path.resolve(".data/bench-app");
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of files) cpSync(file, path.join(dir, file));
  execFileSync("cp", ["-al", "node_modules", path.join(dir, "node_modules")]);
  change(path.join(dir, folder, "actions.ts"), (text) => `${text}
export async function emptyAction(_: FormState, form: FormData): Promise<FormState> {
  const { redirect } = await import("next/navigation");
  return redirect(String(form.get("to")));
}
`);
  change(path.join(dir, folder, "page.tsx"), (text) => text.replace(`import { ${action} }`, `import { emptyAction, ${action} }`).replace("<SubmitButton", '<form action={emptyAction.bind(null, { status: "idle" }) as never} />\n        <SubmitButton'));
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: ACTIONS_KEY };
  execFileSync(process.execPath, ["--import", "tsx", "cli/amends.ts", "build"], { cwd: dir, env, stdio: "inherit" });
  return dir;
}

function change(file: string, by: (text: string) => string): void {
  const before = readFileSync(file, "utf8");
  const after = by(before);
  if (after === before || !after.includes("emptyAction")) throw new Error(`${file} is not as the bench expects`);
  writeFileSync(file, after);
}
