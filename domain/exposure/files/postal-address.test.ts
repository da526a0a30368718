import { describe, expect, it } from "vitest";
import { canonicalPostal, readPostal } from "./postal-address";

describe("a postal address of a row", () => {
  it.each([
    ["lines between bars", ["서울특별시 마포구 하늘로 12|103동 1204호"]],
    ["lines between line breaks", ["서울특별시 마포구 하늘로 12\r\n103동 1204호"]],
    ["lines of several columns", ["서울특별시 마포구  하늘로 12 ", "103동 1204호"]],
  ])("is read: %s", (_, lines) => {
    expect(readPostal({ postal_name: [" 김민지 "], postal_code: ["04101"], postal_address: lines }, "KR")).toEqual({ n: "김민지", c: "04101", l: ["서울특별시 마포구 하늘로 12", "103동 1204호"] });
  });

  it("is none without lines, and a name alone is no mistake", () => {
    expect(readPostal({ postal_name: ["김민지"] }, "KR")).toBeNull();
    expect(readPostal({ postal_name: ["김민지"], postal_address: [" | "] }, "KR")).toBeNull();
  });

  it.each([
    ["KR", "", "postal-code-malformed"],
    ["KR", "110-111", "postal-code-malformed"],
    ["US", "94107-1234", null],
    ["JP", "150-0001", null],
    ["GB", "SW1A 1AA", null],
    ["DE", "1011", "postal-code-malformed"],
    // Hong Kong has no postal codes.
    ["HK", "", null],
    ["HK", "=1", "postal-code-malformed"],
  ])("has a postal code of its country: %s %s", (country, code, defect) => {
    const read = readPostal({ postal_name: ["A"], postal_code: [code], postal_address: ["1 Road"] }, country);
    if (defect) expect(read).toMatchObject({ defect, field: "postal_code" });
    else expect(read).toMatchObject({ c: code });
  });

  it("must be whole and fit", () => {
    expect(readPostal({ postal_code: ["04101"] }, "KR")).toEqual({ defect: "postal-address-missing", field: "postal_address" });
    expect(readPostal({ postal_code: ["04101"], postal_address: ["하늘로 12"] }, "KR")).toEqual({ defect: "postal-name-missing", field: "postal_name" });
    expect(readPostal({ postal_name: ["가".repeat(61)], postal_code: ["04101"], postal_address: ["하늘로 12"] }, "KR")).toEqual({ defect: "postal-too-long", field: "postal_name" });
    expect(readPostal({ postal_name: ["가"], postal_code: ["04101"], postal_address: ["a|b|c|d|e"] }, "KR")).toEqual({ defect: "postal-too-long", field: "postal_address" });
  });
});

it("is the same place however it is written, and another for another name, number or country", () => {
  const minji = { n: "Kim Minji", c: "150-0001", l: ["1-2 Haneul, Mapo", "Unit 3"] };
  const same = canonicalPostal(minji, "JP");
  expect(canonicalPostal({ n: "ＫＩＭ  minji", c: "1500001", l: ["1-2 haneul Mapo, Unit 3"] }, "JP")).toBe(same);
  for (const other of [{ ...minji, n: "Kim Minju" }, { ...minji, l: ["12 Haneul, Mapo", "Unit 3"] }, { ...minji, c: "150-0002" }]) expect(canonicalPostal(other, "JP")).not.toBe(same);
  expect(canonicalPostal(minji, "KR")).not.toBe(same);
});
