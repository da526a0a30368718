import path from "node:path";
import { parseArgs } from "node:util";
import { importFields, importModes, type ImportField, type ImportMode } from "@/db/values/import";
import { locales, type Locale } from "@/db/values/locales";
import { readCount, UsageError } from "./arguments";

export interface ImportOptions {
  file: string;
  incident: string;
  mode: ImportMode;
  asOf: string;
  mapping: Record<string, ImportField>;
  dryRun: boolean;
  rejects: string | undefined;
  removes: number | undefined;
  language: Locale;
}

/** Read the command line of `amends import`. @throws {UsageError} */
export function readImportOptions(args: string[]): ImportOptions {
  const { values, positionals } = parse(args);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("Name one file.");
  if (values.incident === undefined) throw new UsageError("--incident is missing: the incident's address, such as haneul-mall-2025.");
  const asOf = values["as-of"] === undefined ? new Date() : new Date(values["as-of"]);
  if (Number.isNaN(asOf.getTime())) throw new UsageError("--as-of must be a moment such as 2025-12-03T18:00:00+09:00.");
  return {
    file: path.resolve(file),
    incident: values.incident,
    mode: oneOf("--mode", importModes, values.mode),
    asOf: asOf.toISOString(),
    mapping: Object.fromEntries(values.map.map(readPair)),
    dryRun: values["dry-run"],
    rejects: values.rejects === undefined ? undefined : path.resolve(values.rejects),
    removes: values.removes === undefined ? undefined : readCount("--removes", values.removes),
    language: oneOf("--language", locales, values.language),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        incident: { type: "string" },
        mode: { type: "string", default: "add" },
        "as-of": { type: "string" },
        map: { type: "string", multiple: true, default: [] },
        "dry-run": { type: "boolean", default: false },
        rejects: { type: "string" },
        removes: { type: "string" },
        language: { type: "string", default: "en" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "arguments");
  }
}

/** `HEADER=field`; a header may hold an equals sign, a field does not. */
function readPair(pair: string): [string, ImportField] {
  const at = pair.lastIndexOf("=");
  if (at < 1) throw new UsageError("--map must look like HEADER=field.");
  return [pair.slice(0, at).trim(), oneOf("--map", importFields, pair.slice(at + 1))];
}

function oneOf<T extends string>(name: string, allowed: readonly T[], given: string): T {
  const found = allowed.find((value) => value === given);
  if (found === undefined) throw new UsageError(`${name} must be one of ${allowed.join(", ")}.`);
  return found;
}
