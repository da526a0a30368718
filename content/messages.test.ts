import { describe, expect, it } from "vitest";
import { locales } from "@/db/values/locales";
import { loadMessages } from "./messages";

/** Every message as `namespace.key` with the names of its arguments. */
function flatten(node: unknown, path: string): [string, string][] {
  if (typeof node === "string") return [[path, [...new Set([...node.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort().join(",")]];
  return Object.entries(node as Record<string, unknown>).flatMap(([key, value]) => flatten(value, path ? `${path}.${key}` : key));
}

describe("messages", () => {
  it("say the same things with the same arguments in every language", () => {
    const [first, ...others] = locales.map((locale) => flatten(loadMessages(locale), "").sort());
    expect(first?.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual(first);
  });

  it("leave none empty, and use the law's word", () => {
    for (const locale of locales) {
      const text = JSON.stringify(loadMessages(locale));
      expect(text).not.toMatch(/:""/);
      expect(text).not.toMatch(/노출|rest assured|inconvenience|abundance of caution/i);
    }
  });

  it("leave the sign of a percentage to its figure, which each language writes in its own way", () => {
    for (const locale of locales) expect(JSON.stringify(loadMessages(locale)).match(/[^"]*(\}%|[}\d]\s+%)[^"]*/g)).toBeNull();
  });
});
