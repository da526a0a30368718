import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskPostal, newHandle, parseHandle, readReturns, whyNotHandedOn } from "./rules";

describe("a handle", () => {
  it("is read however it is typed, and no wrong character passes", () => {
    fc.assert(
      fc.property(fc.nat(11), fc.nat(28), fc.constantFrom("2", "9", "A", "Z"), (at, _, other) => {
        const handle = newHandle();
        expect(handle).toMatch(/^L(-[2-9A-HJKMNP-TV-Z]{4}){3}$/);
        expect(parseHandle(` ${handle.toLowerCase().replaceAll("-", " ")} `)).toBe(handle);
        expect(parseHandle(handle.replaceAll("-", "").slice(1))).toBe(handle);
        const bare = handle.replaceAll("-", "").slice(1);
        if (bare[at] !== other) expect(parseHandle(bare.slice(0, at) + other + bare.slice(at + 1))).toBeNull();
      }),
    );
  });

  it("is not anything else", () => {
    for (const typed of ["", "L-2345", "N-2345-6789", "L-0000-0000-0000", "handle"]) expect(parseHandle(typed)).toBeNull();
  });

  it("tells most neighbours that have changed places", () => {
    let missed = 0;
    for (let i = 0; i < 500; i++) {
      const bare = newHandle().replaceAll("-", "").slice(1);
      const at = i % 11;
      const swapped = bare.slice(0, at) + bare.charAt(at + 1) + bare.charAt(at) + bare.slice(at + 2);
      if (swapped !== bare && parseHandle(swapped) !== null) missed += 1;
    }
    expect(missed).toBeLessThan(10);
  });
});

it("of a list of returned mail a reason is kept, and nothing of the person who stands beside it", () => {
  const list = (cells: string) => readReturns(`${newHandle()}${cells}`).returns.map(({ reason }) => reason);
  expect(["", ",수취인불명", "\t김민지\t서울특별시 마포구 하늘로 12\t이사 감", ';"Kim Minji";"MOVED AWAY"', ",김민지 님 이사", ",Kim Minji moved"].flatMap(list)).toEqual([null, "수취인 불명", "이사 감", "moved away", null, null]);
});

it("letters are handed over between the day of printing and today", () => {
  expect(whyNotHandedOn("2025-12-04", "2025-12-04", "2025-12-05")).toBeNull();
  expect(whyNotHandedOn("2025-12-03", "2025-12-04", "2025-12-05")).toMatchObject({ reason: "letters-handed-on" });
  expect(whyNotHandedOn("2025-12-06", "2025-12-04", "2025-12-05")).toMatchObject({ reason: "letters-handed-on" });
});

it("an address is masked to what tells one from another and finds nobody", () => {
  expect(maskPostal({ n: "김민지", c: "04101", l: ["서울특별시 마포구 하늘로 12", "103동 1204호"] })).toEqual({ n: "김••", c: "04•••", l: ["서울특별시 ••• ••• ••", "•••• •••••"] });
  expect(maskPostal({ n: "John Smith", c: "94107", l: ["12 Cloud Street", "San Francisco CA"] })).toEqual({ n: "J••• •••••", c: "94•••", l: ["•• ••••• ••••••", "••• ••••••••• ••"] });
});
