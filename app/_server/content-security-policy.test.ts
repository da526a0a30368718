import { NextRequest } from "next/server";
import { unstable_doesMiddlewareMatch } from "next/experimental/testing/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { config, proxy } from "@/proxy";
import { contentSecurityPolicy, hasPolicyOfItsOwn } from "./content-security-policy";

afterEach(() => void vi.unstubAllEnvs());
const answer = (path: string) => proxy(new NextRequest(`https://notice.haneulmall.example${path}`)).headers;

describe("the policy of a page", () => {
  it("allows nothing inline and nothing evaluated, with a nonce and without", () => {
    for (const nonce of ["abc", null]) expect(contentSecurityPolicy(nonce)).not.toMatch(/unsafe/);
    expect(contentSecurityPolicy(null)).toContain("script-src 'none'");
  });

  it("is another with each answer, and the framework is told of the same nonce", () => {
    const [one, two] = [answer("/ko/first"), answer("/ko/first")];
    expect(one.get("content-security-policy")).not.toBe(two.get("content-security-policy"));
    expect(one.get("x-middleware-request-content-security-policy")).toBe(one.get("content-security-policy"));
  });

  it.each(["/ko/first/postings/3", "/console/postings/0199/preview/ko", "/console/notices/preview/frame", "/console/claims/0199/papers/0198", "/en/verify/fakes/7/picture"])("leaves %s to its handler", (path) => {
    expect(hasPolicyOfItsOwn(path)).toBe(true);
    expect(answer(path).get("content-security-policy")).toBeNull();
  });

  it.each(["/ko/first/postings", "/ko/first/postings/3/more", "/console/claims/0199", "/console/notices/preview"])("is that of every page for %s", (path) => {
    expect(hasPolicyOfItsOwn(path)).toBe(false);
  });
});

it.each([
  [{}, true],
  [{ "content-length": "7999999" }, true],
  [{ "content-length": "8000000" }, false],
  [{ "content-length": "12345678901" }, false],
  [{ "transfer-encoding": "chunked" }, false],
])("a body that is not to be held goes past what would hold it: %j", (headers, comes) => {
  expect(unstable_doesMiddlewareMatch({ config: config, url: "/console/exposure/upload", headers })).toBe(comes);
});

it.each([
  ["https://notice.haneulmall.example", "max-age=63072000"],
  ["http://localhost:3000", null],
])("browsers are held to HTTPS where the installation is at %s", (url, said) => {
  vi.stubEnv("AMENDS_URL", url);
  for (const path of ["/ko/first", "/ko/first/postings/3"]) expect(answer(path).get("strict-transport-security")).toBe(said);
});

it.each([
  ["null", "same-origin", "https://notice.haneulmall.example"],
  ["null", "cross-site", "null"],
  ["null", "same-site", "null"],
  ["null", null, "null"],
  ["https://evil.example", "same-origin", "https://evil.example"],
])("a form with the origin %s, which the browser calls %s, comes from %s", (origin, site, expected) => {
  const request = new NextRequest("https://notice.haneulmall.example/ko/first/claim", { method: "POST", headers: { host: "notice.haneulmall.example", origin, ...(site ? { "sec-fetch-site": site } : {}) } });
  expect(proxy(request).headers.get("x-middleware-request-origin")).toBe(expected);
});
