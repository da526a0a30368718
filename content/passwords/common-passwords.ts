import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** As the words of the screens: every process runs from the project's root or from the standalone build, which carries a copy at the same place. */
const LISTS = path.join(process.cwd(), "content", "passwords");
let read: ReadonlySet<string> | undefined;

/** Passwords that people choose before all others, in small letters. Read once per process, when the first password is set. */
export function commonPasswords(): ReadonlySet<string> {
  read ??= new Set(
    readdirSync(LISTS)
      .filter((file) => file.endsWith(".txt"))
      .flatMap((file) => readFileSync(path.join(LISTS, file), "utf8").split("\n"))
      .filter((line) => line !== "" && !line.startsWith("# ")),
  );
  return read;
}
