import { describe, expect, it } from "vitest";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { parseInputByPath, type Invalid } from "../kernel/errors";
import { saveIncidentDraftInput } from "./input";
import { readRevisionForm } from "./read-revision-form";
import { changeRevisionRows, countRows, dropEmptyRows } from "./rules";
import { revisionContent } from "./types";
import { writeRevisionForm } from "./write-revision-form";

const form = () => writeRevisionForm(haneulMall);

/** The problems that a form has, by the names of its fields. */
function problems(changed: Record<string, string>): unknown {
  try {
    parseInputByPath(saveIncidentDraftInput, { incidentId: "018f0000-0000-7000-8000-000000000000", number: 1, edit: 1, content: readRevisionForm(changed) }, "content");
    return {};
  } catch (error) {
    return (error as Invalid).fields;
  }
}

describe("the editor's form", () => {
  it("comes back as the content it was written from", () => {
    expect(readRevisionForm(form())).toEqual(haneulMall);
  });

  it("reads times on the wall clock of its own zone", () => {
    expect(form().knewLeak).toBe("2025-11-18T22:50");
    expect(writeRevisionForm({ ...haneulMall, timeZone: "America/New_York" }).knewLeak).toBe("2025-11-18T08:50");
    expect(readRevisionForm({ ...form(), timeZone: "America/New_York" }).knewLeak).toBe("2025-11-18T22:50:00-05:00");
  });

  it("makes the beginnings of a revision out of a few fields", () => {
    const content = revisionContent.parse(readRevisionForm({ "title.ko": "제목", "organisation.en": " Haneul Mall " }));
    expect(content).toMatchObject({ title: { ko: "제목", en: "" }, organisation: { ko: "", en: "Haneul Mall" }, updates: [], leaked: [], notLeaked: [], knewLeak: null, dates: { discovered: null }, timeZone: "Asia/Seoul" });
  });

  it("takes a browser's line ends as they were written", () => {
    const content = readRevisionForm({ ...form(), "sections.whatHappened.ko": "하나\r\n\r\n둘" });
    expect(content).toMatchObject({ sections: { whatHappened: { ko: "하나\n\n둘" } } });
  });

  it("has each problem at the field in which it was typed", () => {
    expect(problems(form())).toEqual({});
    expect(problems({ ...form(), knewLeak: "yesterday", "updates.2.at": "", "leaked.1.slug": "hats", "dates.ended": "2025-02-30", "contact.email": "nobody", "title.en": "x".repeat(201), timeZone: "Asia/Atlantis" })).toEqual({
      knewLeak: ["date-time"],
      "updates.2.at": ["date-time"],
      "leaked.1.slug": ["data-class"],
      "dates.ended": ["date"],
      "contact.email": ["email"],
      "title.en": ["too-long"],
      timeZone: ["time-zone"],
    });
  });
});

describe("rows", () => {
  const names = (changed: Record<string, string>) => Array.from({ length: countRows(changed, "leaked") }, (_, i) => changed[`leaked.${i}.slug`]);

  it("are added at the end, with the first field to go on in", () => {
    const { form: changed, focus } = changeRevisionRows(form(), "leaked.add");
    expect(focus).toBe("leaked.6.slug");
    expect(changed).toMatchObject({ "leaked.6.slug": "", "leaked.6.urgency": "now", "leaked.5.urgency": "later" });
    expect(countRows(changed, "leaked")).toBe(7);
  });

  it("move up and go away, and nothing else moves", () => {
    const moved = changeRevisionRows(form(), "leaked.2.up");
    expect(names(moved.form)).toEqual(["access-codes", "email-addresses", "phone-numbers", "physical-addresses", "names", "purchases"]);
    expect(moved).toMatchObject({ focus: "leaked.1.slug", form: { "leaked.1.urgency": "this-week", "leaked.2.urgency": "now", "updates.0.title.en": "First announcement: 4,536 accounts" } });
    const removed = changeRevisionRows(form(), "leaked.0.remove");
    expect(names(removed.form)).toEqual(["phone-numbers", "email-addresses", "physical-addresses", "names", "purchases"]);
    expect(removed.focus).toBe("leaked.0.slug");
    expect(changeRevisionRows(removed.form, "leaked.4.remove").focus).toBe("leaked.3.slug");
    expect(changeRevisionRows({ "leaked.0.slug": "names", "leaked.0.urgency": "now" }, "leaked.0.remove")).toEqual({ form: {}, focus: "leaked.add" });
  });

  it("stay as they are when the act names none of them", () => {
    for (const act of ["", "leaked.0.up", "leaked.9.up", "leaked.9.remove", "leaked.x.remove", "sections.0.remove", "constructor.add", "leaked.1.explode"]) expect(changeRevisionRows(form(), act)).toEqual({ form: form(), focus: "" });
  });

  it("in which nothing was filled in are dropped, and the others close up", () => {
    const gap = changeRevisionRows(changeRevisionRows(form(), "updates.add").form, "updates.6.up").form;
    expect(readRevisionForm(dropEmptyRows(gap))).toEqual(haneulMall);
    expect(dropEmptyRows({ "updates.0.text.en": "7", "updates.1.at": " ", "leaked.0.urgency": "now" })).toMatchObject({ "updates.0.text.en": "7" });
    expect(countRows(dropEmptyRows({ "updates.1.at": " ", "leaked.0.urgency": "now" }), "updates")).toBe(0);
  });
});
