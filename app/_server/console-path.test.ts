import { expect, it } from "vitest";
import { redirectPayloads } from "@/test/payloads";
import { consolePath } from "./console-path";

it("keeps a path of the console, with what it asks for", () => {
  expect(["/console", "/console/claims?state=filed&sort=due", "/console/notices/"].map(consolePath)).toEqual(["/console", "/console/claims?state=filed&sort=due", "/console/notices/"]);
});

it("leads nowhere else, however the address is written", () => {
  const payloads = [...redirectPayloads(), "/consolex", "/ko", "", null, 7, ["/console"]];
  expect(payloads.length).toBeGreaterThan(60);
  for (const payload of payloads) {
    const to = consolePath(payload);
    expect(to, JSON.stringify(payload)).toMatch(/^\/console(\/|\?|$)/);
    expect(new URL(to, "https://portal.example").origin, JSON.stringify(payload)).toBe("https://portal.example");
    expect(to).not.toMatch(/[\r\n]/);
  }
});
