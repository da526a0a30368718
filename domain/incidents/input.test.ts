import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { Invalid, parseInputByPath } from "../kernel/errors";
import { createIncidentInput, reservedSlugs } from "./input";

const problemsOf = (slug: string) => {
  try {
    parseInputByPath(createIncidentInput, { slug, content: haneulMall }, "content");
    return {};
  } catch (error) {
    if (error instanceof Invalid) return error.fields;
    throw error;
  }
};

it("lets no incident take the address of one of the portal's own pages", () => {
  const beside = readdirSync("app/(portal)/[locale]", { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const own = beside.filter((name) => !/^[[(]/.test(name));
  expect(own).not.toEqual([]);
  expect([...reservedSlugs].sort()).toEqual(own.sort());
  for (const slug of [...own, ` ${own[0]} `]) expect(problemsOf(slug)).toEqual({ slug: ["slug-reserved"] });
});

it.each(["haneul-mall-2025", "unsubscribe-2025", "u", "console", "ko"])("takes %s, which hides nothing", (slug) => {
  expect(problemsOf(slug)).toEqual({});
});
