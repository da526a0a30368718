import { describe, expect, it } from "vitest";
import { demoTerms } from "@/db/seed/demo-programme";
import { countTermsRows } from "./rules";
import { addDocumentRow, changeTermsRows, emptyTerms, readTermsForm, writeTermsForm } from "./terms-form";
import { benefitKinds } from "@/db/values/benefits";
import { programmeTerms, type ProgrammeTerms } from "./types";

const zone = "Asia/Seoul";
const words = { ko: "이름", en: "Name" };
const every = { slug: "one", name: words, explanation: words, eligibility: { evidence: "possible" as const, classes: ["names" as const, "purchases" as const], kinds: ["third-party" as const] } };
const whole: ProgrammeTerms = {
  ...demoTerms,
  currency: "EUR",
  opensAt: new Date("2026-01-01T00:00:00Z"),
  closesAt: new Date("2026-06-01T14:59:59Z"),
  poolMinor: 12_345_678n,
  proRata: true,
  secondPersonAboveMinor: 5n,
  accounts: ["iban", "kr-account"],
  jointCaps: [{ benefits: ["one", "two"], capMinor: 99n }],
  documents: [{ sha256: "ab".repeat(32), size: 4_321, languages: ["en"], title: words }],
  benefits: [
    ...demoTerms.benefits,
    { kind: "documented-loss", ...every, capMinor: 10_050n, losses: [{ slug: "card", name: words }] },
    { kind: "lost-time", ...every, slug: "two", rateMinor: 1n, stepMinutes: 15, minimumMinutes: 0, capMinutes: 300 },
    { kind: "monitoring", ...every, slug: "three", months: 12, costMinor: 900n, provider: words },
  ],
};

describe("a form of terms", () => {
  it.each([["everything", whole], ["nothing", emptyTerms()], ["the demo", { ...demoTerms, opensAt: null, closesAt: null }]] as [string, ProgrammeTerms][])("gives back %s as it was", (_, terms) => {
    expect(programmeTerms.parse(readTermsForm(writeTermsForm(terms, zone), zone))).toEqual(terms);
  });

  it("holds amounts in whole units and times by the wall clock", () => {
    const form = writeTermsForm(whole, zone);
    expect(form).toMatchObject({ opensAt: "2026-01-01T09:00", poolMinor: "123456.78", "benefits.2.capMinor": "100.50", "benefits.2.eligibility.classes": "names,purchases", "exclusive.0": "vouchers,cash" });
    expect(readTermsForm({ ...form, "benefits.2.capMinor": "1,234.5" }, zone)).toMatchObject({ benefits: { 2: { capMinor: "123450" } } });
  });

  it("names the field of what is no amount, no number and no choice", () => {
    const form = { ...writeTermsForm(whole, zone), "benefits.2.capMinor": "a lot", cureDays: "soon", onePer: "" };
    const { error } = programmeTerms.safeParse(readTermsForm(form, zone));
    expect(error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([["cureDays", "number"], ["onePer", "choose-one"], ["benefits.2.capMinor", "amount"]]);
  });
});

describe("changeTermsRows", () => {
  const form = writeTermsForm(emptyTerms(), zone);
  it.each(benefitKinds)("adds %s, which can be read at once as a draft", (kind) => {
    const added = changeTermsRows(form, `benefits.add.${kind}`);
    expect(countTermsRows(added, "benefits")).toBe(1);
    const { error } = programmeTerms.safeParse(readTermsForm({ ...added, "benefits.0.slug": "one", "benefits.0.losses.0.slug": "card" }, zone));
    expect(error?.issues.map(({ path }) => path.join(".")) ?? []).toEqual([]);
  });

  it("adds, moves and removes rows within a benefit, and changes nothing for an act that names no row", () => {
    let changed = changeTermsRows(form, "benefits.add.vouchers");
    changed = changeTermsRows({ ...changed, "benefits.0.parts.0.valueMinor": "5" }, "benefits.0.parts.add");
    changed = changeTermsRows({ ...changed, "benefits.0.parts.1.valueMinor": "7" }, "benefits.0.parts.1.up");
    expect([changed["benefits.0.parts.0.valueMinor"], changed["benefits.0.parts.1.valueMinor"]]).toEqual(["7", "5"]);
    changed = changeTermsRows(changed, "benefits.0.parts.0.remove");
    expect([countTermsRows(changed, "benefits.0.parts"), changed["benefits.0.parts.0.valueMinor"]]).toEqual([1, "5"]);
    for (const act of ["", "nothing", "benefits.9.remove", "texts.add", "benefits.0.kind.remove", "__proto__.add"]) expect(changeTermsRows(changed, act)).toEqual(changed);
    expect(countTermsRows(changeTermsRows(changed, "benefits.0.remove"), "benefits")).toBe(0);
  });

  it("has a row for each document that was attached, which moves and goes like the others", () => {
    const [first, second] = [{ sha256: "a".repeat(64), size: 1 }, { sha256: "b".repeat(64), size: 2 }];
    const added = addDocumentRow(addDocumentRow(form, first), second);
    expect(programmeTerms.parse(readTermsForm(added, zone)).documents).toEqual([first, second].map((one) => ({ ...one, languages: [], title: { ko: "", en: "" } })));
    const named = { ...added, "documents.1.languages": "ko,en", "documents.1.title.en": "Second" };
    expect(programmeTerms.parse(readTermsForm(changeTermsRows(named, "documents.1.up"), zone)).documents).toMatchObject([{ ...second, languages: ["ko", "en"], title: { en: "Second" } }, first]);
    expect(programmeTerms.parse(readTermsForm(changeTermsRows(named, "documents.0.remove"), zone)).documents).toMatchObject([second]);
    expect(changeTermsRows(added, "documents.attach")).toEqual(added);
  });
});
