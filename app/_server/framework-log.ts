import type { Logger } from "@/lib/logger";

/**
 * What the framework prints of faults goes through our log and its narrow view of errors. As the framework prints them, the error of a statement that failed in a page repeats every value that
 * the statement was given. Words that come with it stay; anything else is left out.
 */
export function takeFrameworkLog(log: Logger): void {
  for (const level of ["error", "warn"] as const) {
    console[level] = (...said: unknown[]) => {
      const words = said.filter((part) => typeof part === "string").join(" ").trim();
      log[level]({ err: said.find((part) => part instanceof Error) }, words === "⨯" || words === "" ? "fault of a page or handler" : words);
    };
  }
}
