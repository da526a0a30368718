import { describe, expect, it } from "vitest";
import { Invalid, parseInput } from "../kernel/errors";
import { claimFilterInput, saveBankAccountInput } from "./input";

function problems(raw: unknown): Record<string, string[]> {
  try {
    parseInput(saveBankAccountInput, raw);
    return {};
  } catch (error) {
    if (error instanceof Invalid) return error.fields;
    throw error;
  }
}

describe("saveBankAccountInput", () => {
  it("takes an account as people write it, full-width digits included", () => {
    const parsed = parseInput(saveBankAccountInput, { bank: "088", account: "１１０-123 456789", holder: " 김하늘 " });
    expect(parsed).toEqual({ bank: "088", account: "110123456789", holder: "김하늘" });
  });

  it("names each field that is wrong, all at once", () => {
    expect(problems({ bank: "999", account: "12a4", holder: "" })).toEqual({
      bank: ["choose-bank"],
      account: ["account-digits"],
      holder: ["holder-empty"],
    });
    expect(problems({ bank: "004", account: "123456789", holder: "A" })).toEqual({ account: ["account-length"] });
    expect(problems({ bank: "004", account: "1234567890", holder: "A\r\nB" })).toEqual({ holder: ["control-characters"] });
  });
});

describe("claimFilterInput", () => {
  it("drops what it does not know instead of refusing the page", () => {
    expect(claimFilterInput.parse({ state: "draft", locale: "fr", mine: "2", payout: "vouchers" })).toEqual({ payout: "vouchers" });
  });
});
