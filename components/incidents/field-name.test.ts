import { describe, expect, it } from "vitest";
import { loadMessages } from "@/content/messages";
import { locales } from "@/db/values/locales";
import { revisionRows, sectionNames } from "@/db/values/revisions";
import { revisionContent } from "@/domain/incidents/types";
import { fieldName, type FieldNames } from "./field-name";

const names = (locale: "ko" | "en") => {
  const words = loadMessages(locale)["incident-editor"] as unknown as { field: FieldNames; language: { ko: string; en: string } };
  return (path: string) => fieldName(words.field, words.language, path);
};

/** Every path of a revision: its parts, their fields, and the fields of their rows. */
function paths(): string[] {
  const { shape } = revisionContent;
  const fields = (["contact", "apology", "dates"] as const).flatMap((part) => Object.keys(shape[part].shape).map((field) => `${part}.${field}`));
  const rows = Object.entries(revisionRows).flatMap(([part, list]) => list.map((field) => `${part}.0.${field}`));
  return [...Object.keys(shape).filter((part) => part !== "sections"), ...sectionNames.map((name) => `sections.${name}.en`), ...fields, ...rows];
}

describe("a field's name", () => {
  it("says part, row, field and language", () => {
    const name = names("en");
    expect(name("updates.1.title.en")).toBe("Changes 2 · Heading (English)");
    expect(name("sections.whatHappened.ko")).toBe("What happened (Korean)");
    expect(name("contact.phone")).toBe("Contact desk · Phone");
    expect(name("no-such-field")).toBe("");
  });

  it.each(locales)("exists for every path of a revision (%s)", (locale) => {
    const named = paths().map((path) => ({ path, name: names(locale)(path) }));
    expect(named.filter(({ name }) => name === "" || name.includes("."))).toEqual([]);
  });
});
