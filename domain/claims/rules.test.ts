import { describe, expect, it } from "vitest";
import { Conflict, Forbidden } from "../kernel/errors";
import { demoTerms } from "@/db/seed/demo-programme";
import { maskAccount, maskName, maskPayout, OPEN_STATES, recordsForClaim, waitsForAcceptance, whyNotDecidable, whyNotEditable, whyNotTakable } from "./rules";

describe("recordsForClaim", () => {
  const bits = () => 0n;
  it("rests on the account before a record in somebody's address list, then on the lowest number", () => {
    const records = [
      { subjectId: 3n, kind: "third-party" as const, confirmed: 1n, possible: 0n },
      { subjectId: 9n, kind: "account-holder" as const, confirmed: 2n, possible: 0n },
      { subjectId: 7n, kind: "account-holder" as const, confirmed: 2n, possible: 0n },
    ];
    expect(recordsForClaim(records, demoTerms, bits).map(({ subjectId }) => subjectId)).toEqual([7n, 9n, 3n]);
  });

  it("leaves out what the terms offer nothing to", () => {
    expect(recordsForClaim([{ subjectId: 1n, kind: "account-holder", confirmed: 0n, possible: 1n }], demoTerms, bits)).toEqual([]);
    expect(recordsForClaim([], demoTerms, bits)).toEqual([]);
  });
});

describe("whyNotDecidable", () => {
  const claim = { state: "in-review" as const, assignedTo: "a", decidedBy: null, proposedBy: null };
  it("lets the agent who took it decide", () => {
    expect(whyNotDecidable(claim, "a")).toBeNull();
    expect(whyNotDecidable({ ...claim, state: "appealed", decidedBy: "b" }, "a")).toBeNull();
  });

  it("refuses another agent, any other state, and an appeal to who decided first", () => {
    expect(whyNotDecidable(claim, "b")).toBeInstanceOf(Forbidden);
    expect(whyNotDecidable({ ...claim, assignedTo: null }, "a")).toBeInstanceOf(Conflict);
    expect(whyNotDecidable({ ...claim, state: "submitted", assignedTo: null }, "a")).toBeInstanceOf(Conflict);
    expect(whyNotDecidable({ ...claim, state: "approved" }, "a")).toBeInstanceOf(Conflict);
    expect(whyNotDecidable({ ...claim, state: "appealed", decidedBy: "a" }, "a")).toBeInstanceOf(Forbidden);
    expect(whyNotDecidable({ ...claim, state: "appealed", decidedBy: "b", proposedBy: "a" }, "a")).toBeInstanceOf(Forbidden);
  });
});

describe("whyNotTakable", () => {
  const claim = { state: "submitted" as const, assignedTo: null, decidedBy: null, proposedBy: null };
  const [a, lead] = [{ staffId: "a", leads: false }, { staffId: "a", leads: true }];

  it("gives what is nobody's to anybody, and an appeal to somebody else than who decided", () => {
    expect(whyNotTakable(claim, a)).toBeNull();
    expect(whyNotTakable({ ...claim, state: "in-review" }, a)).toBeNull();
    expect(whyNotTakable({ ...claim, state: "approved" }, a)).toBeInstanceOf(Conflict);
    expect(whyNotTakable({ ...claim, state: "approved" }, lead)).toBeInstanceOf(Conflict);
    for (const by of [a, lead]) {
      expect(whyNotTakable({ ...claim, state: "appealed", decidedBy: "a" }, by)).toBeInstanceOf(Forbidden);
      expect(whyNotTakable({ ...claim, state: "appealed", decidedBy: "b", proposedBy: "a" }, by)).toBeInstanceOf(Forbidden);
    }
    expect(whyNotTakable({ ...claim, state: "appealed", decidedBy: "b", proposedBy: "b" }, a)).toBeNull();
  });

  it("leaves to somebody what they have, begun or not, unless a lead takes it", () => {
    for (const state of OPEN_STATES) {
      expect(whyNotTakable({ ...claim, state, assignedTo: "b" }, a)).toMatchObject({ reason: "claim-of-another" });
      expect(whyNotTakable({ ...claim, state, assignedTo: "b" }, lead)).toBeNull();
    }
    expect(whyNotTakable({ ...claim, assignedTo: "a" }, a)).toBeNull();
    expect(whyNotTakable({ ...claim, state: "in-review", assignedTo: "a" }, a)).toMatchObject({ reason: "claim-taken-already" });
  });
});

describe("whyNotEditable", () => {
  it("lets only a draft be edited", () => {
    expect(whyNotEditable("draft")).toBeNull();
    expect(whyNotEditable("submitted")).toBeInstanceOf(Conflict);
  });
});

describe("waitsForAcceptance", () => {
  it("is of money to be paid, for another account than was approved", () => {
    for (const state of ["approved", "returned"] as const) {
      expect(waitsForAcceptance({ state, flags: [], payoutVersion: 2, approvedPayoutVersion: 1 })).toBe(true);
      expect(waitsForAcceptance({ state, flags: [], payoutVersion: 1, approvedPayoutVersion: 1 })).toBe(false);
      expect(waitsForAcceptance({ state, flags: ["nothing-left"], payoutVersion: 2, approvedPayoutVersion: 1 })).toBe(false);
      expect(waitsForAcceptance({ state, flags: [], payoutVersion: 0, approvedPayoutVersion: null })).toBe(false);
    }
    expect(waitsForAcceptance({ state: "in-review", flags: [], payoutVersion: 2, approvedPayoutVersion: null })).toBe(false);
  });
});

describe("masking", () => {
  it("shows two digits of an account and one letter of a name", () => {
    expect(maskAccount("1002345678901")).toBe("•••••••••••01");
    expect(maskAccount("12")).toBe("••");
    expect(maskName("김하늘")).toBe("김••");
    expect(maskName("김")).toBe("김•");
    expect(maskName("")).toBe("");
    expect(maskPayout({ kind: "iban", iban: "DE89370400440532013000", holder: "Ann" })).toEqual({ kind: "iban", bank: "DE", account: "••••••••••••••••••••00", holder: "A••" });
  });
});
