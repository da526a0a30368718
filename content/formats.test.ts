import { describe, expect, it } from "vitest";
import { moneyInField, readMoney } from "./formats";

const none = (...typed: string[]) => typed.map((one) => [one, null] as const);

describe("an amount as people type it", () => {
  it.each<[currency: string, shapes: readonly (readonly [typed: string, minor: bigint | null])[]]>([
    ["KRW", [["12000", 12_000n], ["12,000", 12_000n], ["₩1,234,567", 1_234_567n], [" 50,000 원 ", 50_000n], ["５０，０００", 50_000n], ["0", 0n], ["12 000", 12_000n], ["12.", 12n], ...none("12,50", "12,0000", "1,2,3", "12.5", "12.000", "1.234,56", "-5", "", "원", "5만", "1,23,456", "0,500", "12,")]],
    ["JPY", [["¥3,000", 3_000n], ["3000 JPY", 3_000n], ["￥1,000,000", 1_000_000n], ...none("3,00", "3.50", "3,0000")]],
    ["USD", [["$12.50", 1_250n], ["1,234.56", 123_456n], ["1,234", 123_400n], ["12.5", 1_250n], ["12,50", 1_250n], ["1'234.50", 123_450n], ["1,234,567.8", 123_456_780n], ["USD 7", 700n], ...none("12.345", "1,234,56", "12,34,567", "1.234", "1,234.567", "1,234.56.7", "12.34,56", "12 50")]],
    ["EUR", [["12,50", 1_250n], ["600,50 €", 60_050n], ["€ 600,5", 60_050n], ["1.234,56", 123_456n], ["1 234,56", 123_456n], ["1\u202f234\u202f567,8", 123_456_780n], ["1.234.567,00", 123_456_700n], ["1234,56", 123_456n], ["1,234", 123_400n], ["1,234.56", 123_456n], ["1’234,50", 123_450n], ["0,99", 99n], ...none("1.234", "12,345,67", "1.23,45", "0,999", "12,", ",50", "1,234'567", "12345678901234")]],
    // Three decimals: what may be a thousand or one and a bit is asked again.
    ["KWD", [["12.345", 12_345n], ["12,34", 12_340n], ["1,234.5", 1_234_500n], ["1.234,5", 1_234_500n], ...none("12,345")]],
  ])("is read in %s by groups of three and one mark before the decimals, or not at all", (currency, shapes) => {
    expect(shapes.map(([typed]) => [typed, readMoney(typed, currency)])).toEqual(shapes);
  });

  it("is read again as it stands in a field", () => {
    for (const currency of ["KRW", "USD", "KWD"]) for (const minor of [0n, 5n, 1_234n, 123_456_789n]) expect(readMoney(moneyInField(minor, currency), currency)).toBe(minor);
  });
});
