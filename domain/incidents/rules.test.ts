import { describe, expect, it } from "vitest";
import { haneulMallFacts } from "@/db/seed/demo-fact-words";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { factValuesOf } from "../facts/rules";
import { Conflict, Forbidden, Invalid } from "../kernel/errors";
import { changedParts, missingBeforePublication, noticeDue, readClock, unknownBeforePublication, whyNotPublishable, whyNotSubmittable } from "./rules";

const values = factValuesOf(haneulMallFacts.map(({ name, said }) => ({ name, value: said[0].value })));

describe("the clock of individual notice", () => {
  it.each([
    ["in Korea", "2025-11-18T22:50:00+09:00", "2025-11-21T22:50:00+09:00"],
    ["written in another zone", "2025-11-18T14:50:00+01:00", "2025-11-21T22:50:00+09:00"],
    // The clocks of Berlin go forward on 30 March 2025 at 02:00: the wall clock moves by 73 hours while 72 pass.
    ["over the night that loses an hour", "2025-03-28T12:00:00+01:00", "2025-03-31T13:00:00+02:00"],
    ["over the night that gains one", "2025-10-25T12:00:00+02:00", "2025-10-28T11:00:00+01:00"],
    ["over the end of a year and a leap day", "2024-02-27T23:59:59+09:00", "2024-03-01T23:59:59+09:00"],
  ])("runs 72 hours %s", (_, knew, due) => {
    expect(noticeDue(new Date(knew))).toEqual(new Date(due));
  });

  const due = new Date("2025-11-21T22:50:00+09:00");
  it.each([
    ["2025-11-18T22:50:00+09:00", { hours: 72, minutes: 0, overdue: false }],
    ["2025-11-21T22:49:30+09:00", { hours: 0, minutes: 0, overdue: false }],
    ["2025-11-21T22:50:00+09:00", { hours: 0, minutes: 0, overdue: false }],
    ["2025-11-21T22:50:00.001+09:00", { hours: 0, minutes: 0, overdue: true }],
    ["2025-11-29T00:00:00+09:00", { hours: 169, minutes: 10, overdue: true }],
  ])("reads %s", (now, reading) => {
    expect(readClock(due, new Date(now))).toEqual(reading);
  });
});

describe("what may be published", () => {
  it("is the demo incident, and not one from which an item of the law is missing", () => {
    expect(missingBeforePublication(haneulMall)).toEqual([]);
    const lacking = { ...haneulMall, leaked: [], contact: { ...haneulMall.contact, phone: "", email: "" }, dates: { ...haneulMall.dates, discovered: null }, title: { ko: "제목", en: "" } };
    expect(missingBeforePublication(lacking)).toEqual(["title.en", "contact.phone", "leaked", "dates.discovered"]);
    expect(whyNotSubmittable({ state: "draft", content: lacking }, values)).toBeInstanceOf(Invalid);
    expect(whyNotSubmittable({ state: "in-review", content: haneulMall }, values)).toBeInstanceOf(Conflict);
    expect(whyNotSubmittable({ state: "draft", content: haneulMall }, values)).toBeNull();
  });

  it("names no fact that the ledger has not approved, and has no other braces", () => {
    expect(unknownBeforePublication(haneulMall, values)).toEqual([]);
    const braced = { ...haneulMall, title: { ko: "{{fact:people-affected}} 유출", en: "{{fact:people}} leaked" }, updates: [{ at: "2025-11-20T10:00:00+09:00", title: { ko: "{{contact-desk}}", en: "x" }, text: { ko: "x", en: "{{ fact: constructor }}" } }] };
    expect(unknownBeforePublication(braced, values)).toEqual(["title.en", "updates.0.title.ko", "updates.0.text.en"]);
    expect((whyNotSubmittable({ state: "draft", content: braced }, values) as Invalid).fields).toEqual({ "title.en": ["fact-unknown"], "updates.0.title.ko": ["fact-unknown"], "updates.0.text.en": ["fact-unknown"] });
    expect(unknownBeforePublication(haneulMall, {})).toEqual(["sections.whatHappened.ko", "sections.whatHappened.en"]);
  });

  it("is published by somebody who did not edit it and has read its last save", () => {
    const revision = { state: "in-review", edit: 3, editedBy: ["writer"], content: haneulMall } as const;
    expect(whyNotPublishable({ ...revision, editedBy: ["writer"] }, "reader", 3, values)).toBeNull();
    expect(whyNotPublishable({ ...revision, editedBy: ["writer"] }, "writer", 3, values)).toBeInstanceOf(Forbidden);
    expect(whyNotPublishable({ ...revision, editedBy: ["writer"] }, "reader", 2, values)).toBeInstanceOf(Conflict);
    expect(whyNotPublishable({ ...revision, editedBy: ["writer"], state: "draft" }, "reader", 3, values)).toBeInstanceOf(Conflict);
  });
});

describe("changedParts", () => {
  it("names what differs, each section by itself, whatever the order of keys", () => {
    expect(changedParts(haneulMall, { ...haneulMall, title: { en: haneulMall.title.en, ko: haneulMall.title.ko } })).toEqual([]);
    expect(changedParts(haneulMall, { ...haneulMall, sections: { ...haneulMall.sections, whatNot: { ko: "x", en: "y" } }, knewLeak: null })).toEqual(["knewLeak", "sections.whatNot"]);
    expect(changedParts(null, haneulMall)).toContain("sections.whatHappened");
  });
});
