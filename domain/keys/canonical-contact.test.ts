import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { canonicalEmail, canonicalPhone } from "./canonical-contact";

describe("canonicalEmail", () => {
  it.each([
    ["Person@Example.COM", "person@example.com"],
    ["  person@example.com ", "person@example.com"],
    ["ｐｅｒｓｏｎ@example.com", "person@example.com"],
    ["a.b+c@sub.example.org", "a.b+c@sub.example.org"],
    ["이름@하늘.example", "이름@xn--wh1bz27d.example"],
    ["o'neil@example.com", "o'neil@example.com"],
  ])("%s → %s", (raw, value) => {
    expect(canonicalEmail(raw)).toEqual({ ok: true, value });
  });

  it.each([
    ["", "email-empty"],
    ["   ", "email-empty"],
    ["a\r\nb@example.com", "email-line-break"],
    ["person＠example.com", "email-fullwidth-at"],
    ["a@example.com, b@example.com", "email-list"],
    ["a@example.com;b@example.com", "email-list"],
    ["per son@example.com", "email-space"],
    ["a@b@example.com", "email-two-ats"],
    ["person", "email-no-domain"],
    ["person@", "email-no-domain"],
    ["person@localhost", "email-no-domain"],
    ["@", "email-malformed"],
    ["@example.com", "email-malformed"],
    [".person@example.com", "email-malformed"],
    ["per..son@example.com", "email-malformed"],
    ["person@-example.com", "email-malformed"],
    [`${"a".repeat(65)}@example.com`, "email-malformed"],
    ["person@exa_mple.com", "email-malformed"],
  ])("refuses %j as %s", (raw, defect) => {
    expect(canonicalEmail(raw)).toEqual({ ok: false, defect });
  });

  it("is a fixed point: what it gives it takes as it is", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const once = canonicalEmail(address);
        if (once.ok) expect(canonicalEmail(once.value)).toEqual(once);
      }),
    );
  });
});

describe("canonicalPhone", () => {
  it.each([
    ["010-2345-6789", "KR", "+821023456789"],
    ["01023456789", "KR", "+821023456789"],
    ["010 2345 6789", "KR", "+821023456789"],
    ["+82 10 2345 6789", "KR", "+821023456789"],
    ["０１０-2345-6789", "KR", "+821023456789"],
    ["02-123-4567", "KR", "+8221234567"],
    ["(415) 555-2671", "US", "+14155552671"],
    ["+81 90-1234-5678", "KR", "+819012345678"],
  ])("%s in %s → %s", (raw, country, value) => {
    expect(canonicalPhone(raw, country)).toEqual({ ok: true, value });
  });

  it.each(["", "12", "010-23", "call me", "010-2345-6789 ext 4", "+82 10 2345 67890123"])("refuses %j", (raw) => {
    expect(canonicalPhone(raw)).toEqual({ ok: false, defect: "phone-malformed" });
  });

  it("reads plainly written Korean mobile numbers as the library does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom("", "-", " "), (digits, gap) => {
        const text = String(digits).padStart(8, "0");
        const raw = `010${gap}${text.slice(0, 4)}${gap}${text.slice(4)}`;
        const parsed = parsePhoneNumberFromString(raw, "KR");
        const library = parsed?.isValid() ? { ok: true, value: parsed.number } : { ok: false, defect: "phone-malformed" };
        expect(canonicalPhone(raw)).toEqual(library);
      }),
      { numRuns: 2_000 },
    );
  });
});
