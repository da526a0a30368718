import { describe, expect, it } from "vitest";
import { koreanBanks } from "@/db/values/banks";
import { Invalid, parseInput } from "../kernel/errors";
import { saveAccountInput } from "./input";

const claimId = "00000000-0000-4000-8000-000000000000";

function problems(raw: Record<string, unknown>): Record<string, string[]> {
  try {
    parseInput(saveAccountInput, { claimId, ...raw });
    return {};
  } catch (error) {
    if (error instanceof Invalid) return error.fields;
    throw error;
  }
}

describe("saveAccountInput", () => {
  it("takes a Korean account as people write it, full-width digits included", () => {
    const parsed = parseInput(saveAccountInput, { claimId, kind: "kr-account", bank: "088", account: "１１０-123 456789", holder: " 김하늘 " });
    expect(parsed).toEqual({ claimId, kind: "kr-account", bank: "088", account: "110123456789", holder: "김하늘" });
  });

  it.each(koreanBanks.flatMap((bank) => [bank.digits[0] - 1, ...bank.digits, 15].map((length): [string, string, number, boolean] => [bank.code, bank.en, length, (bank.digits as readonly number[]).includes(length)])))(
    "bank %s (%s) with %i digits: %s",
    (bank, _, length, good) => {
      expect(problems({ kind: "kr-account", bank, account: "1".repeat(length), holder: "A" })).toEqual(good ? {} : { account: ["account-length"] });
    },
  );

  it("names each field that is wrong, all at once", () => {
    expect(problems({ kind: "kr-account", bank: "999", account: "12a4", holder: "" })).toEqual({ bank: ["choose-bank"], account: ["account-digits"], holder: ["required"] });
    expect(problems({ kind: "kr-account", bank: "004", account: "1234567890", holder: "A\r\nB" })).toEqual({ holder: ["control-characters"] });
    expect(problems({ kind: "kr-account", bank: "004", account: "", holder: "A" })).toEqual({ account: ["account-empty"] });
    expect(problems({ kind: "cash" })).toEqual({ kind: ["choose-one"] });
    // Banks' tables refuse such a name: it is said to who types it, not to who pays.
    for (const name of ["=1+1", "+82", " -김", "@SUM(1)", "＝1", "＋82", "－1", "＠SUM"]) expect(problems({ kind: "kr-account", bank: "004", account: "1234567890", holder: name })).toEqual({ holder: ["holder-sign"] });
    for (const name of ["김-하늘", "Anna-Marie O'Neil", "하늘(주)"]) expect(problems({ kind: "kr-account", bank: "004", account: "12345678901234", holder: name })).toEqual({});
  });

  it("takes an IBAN as people write it and checks its sum, length and country", () => {
    expect(parseInput(saveAccountInput, { claimId, kind: "iban", iban: "de89 3704 0044 0532 0130 00", holder: "Ann" })).toEqual({ claimId, kind: "iban", iban: "DE89370400440532013000", holder: "Ann" });
    for (const iban of ["DE89 3704 0044 0532 0130 01", "DE89 3704 0044 0532 0130", "XX89 3704 0044 0532 0130 00", "hello"]) expect(problems({ kind: "iban", iban, holder: "Ann" })).toEqual({ iban: ["iban"] });
    expect(problems({ kind: "iban", iban: " ", holder: "Ann" })).toEqual({ iban: ["account-empty"] });
  });
});
