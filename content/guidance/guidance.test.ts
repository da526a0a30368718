import { describe, expect, it } from "vitest";
import { haneulMall } from "@/db/seed/demo-incident-words";
import { locales } from "@/db/values/locales";
import { isDataClass } from "../data-classes";
import { findStep, guidanceFor, guidedClasses } from "./guidance";
import { helplines } from "./helplines";

const steps = guidedClasses.flatMap((slug) => (guidanceFor(slug)?.steps ?? []).map((step) => ({ slug, step })));

describe("guidance", () => {
  it.each(haneulMall.leaked)("tells what to do about $slug, urgent things among it where the incident says so", ({ slug }) => {
    expect(guidanceFor(slug)?.steps.length).toBeGreaterThan(0);
  });

  it("knows its classes, and has each step once under its class's name", () => {
    expect(guidedClasses.filter((slug) => !isDataClass(slug))).toEqual([]);
    expect(new Set(steps.map(({ step }) => step.id)).size).toBe(steps.length);
    for (const { slug, step } of steps) {
      expect(step.id.startsWith(`${slug}.`), step.id).toBe(true);
      expect(findStep(step.id)).toEqual({ slug, step });
    }
    expect(findStep("constructor")).toBeNull();
    expect(guidanceFor("constructor")).toBeNull();
  });

  it("says everything in every language, with the same number of actions", () => {
    for (const { step } of steps) {
      for (const locale of locales) for (const text of [step.title[locale], step.why[locale], ...step.how[locale]]) expect(text.trim(), step.id).not.toBe("");
      expect(step.how.ko.length, step.id).toBe(step.how.en.length);
      expect(step.title.ko, step.id).toMatch(/[가-힣]/);
      expect(step.title.en, step.id).not.toMatch(/[가-힣]/);
      expect(step.minutes).toBeGreaterThan(0);
    }
  });

  it("never says that somebody is safe, and uses the law's word", () => {
    expect(JSON.stringify([steps, helplines, haneulMall])).not.toMatch(/노출|안심하|you are safe|rest assured|inconvenience|불편을/i);
  });
});
