/** Arguments for Node.js to run the `amends` command, with a module before it if one is named by its path: the bundle where the tests have made one, the sources for benches. */
export function amends(args: readonly string[], preload?: string): string[] {
  const program = process.env.AMENDS_TEST_PROGRAM;
  const before = preload === undefined ? [] : ["--import", preload];
  return program === undefined ? ["--import", "tsx", ...before, "cli/amends.ts", ...args] : [...before, program, ...args];
}
