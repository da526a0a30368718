import { isIP } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { insidePayloads } from "@/test/payloads";
import { aWebServer } from "@/test/postings";
import { isPublic, openOutsideFetcher, openPageFetcher } from "./fetch-page";

describe("looking at a page", () => {
  it("gives status and bytes, follows no redirect, and names what kept it away", async () => {
    const server = await aWebServer((path) => (path === "/moved" ? { status: 302, body: "", headers: { location: "/" } } : { status: path === "/none" ? 404 : 200, body: path === "/long" ? Buffer.alloc(5_000_000) : "here" }));
    onTestFinished(() => server.close());
    const pages = openPageFetcher();
    expect(await pages.fetch(`${server.url}/`)).toEqual({ status: 200, body: Buffer.from("here") });
    expect(await pages.fetch(`${server.url}/none`)).toMatchObject({ status: 404 });
    expect(await pages.fetch(`${server.url}/moved`)).toMatchObject({ status: 302 });
    expect(await pages.fetch(`${server.url}/long`)).toEqual({ fault: "TOO_LONG" });
    expect(await pages.fetch("http://127.0.0.1:1/")).toEqual({ fault: "ECONNREFUSED" });
  });

  it.each(["http://127.0.0.1/", "http://[::1]/", "http://10.1.2.3/", "http://169.254.169.254/latest/meta-data", "http://0x7f000001/", "http://[::ffff:7f00:1]/", "http://localhost/"])("opens nothing of the inside that somebody typed: %s", async (url) => {
    expect(await openOutsideFetcher("").fetch(url)).toEqual({ fault: "PRIVATE_ADDRESS" });
  });

  it("opens no address of the inside in any spelling", async () => {
    const payloads = insidePayloads();
    expect(new Set(payloads).size).toBeGreaterThan(200);
    const opened: string[] = [];
    for (const url of payloads) {
      // What is no address at all is refused before, where it is typed.
      if (!URL.canParse(url)) continue;
      const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
      const found = await openOutsideFetcher("").fetch(url);
      // A number is refused before anything is asked; of a name nobody here may know, which proves nothing of a number.
      const refusals = ["PRIVATE_ADDRESS", "PORT_NOT_ALLOWED", ...(isIP(host) !== 0 || host === "localhost" ? [] : ["ENOTFOUND", "EAI_AGAIN"])];
      if (!("fault" in found) || !refusals.includes(found.fault)) opened.push(`${url}: ${JSON.stringify(found)}`);
    }
    expect(opened).toEqual([]);
  });

  it("opens other ports, and the inside, only where the operator said so", async () => {
    const server = await aWebServer(() => ({ status: 200, body: "here" }));
    onTestFinished(() => server.close());
    expect(await openOutsideFetcher("").fetch(server.url)).toEqual({ fault: "PORT_NOT_ALLOWED" });
    expect(await openOutsideFetcher("127.0.0.1").fetch(server.url)).toEqual({ fault: "PORT_NOT_ALLOWED" });
    expect(await openOutsideFetcher(`other.example, ${new URL(server.url).host}`).fetch(server.url)).toMatchObject({ status: 200 });
  });

  it.each<[string, boolean]>([["8.8.8.8", true], ["172.15.0.1", true], ["172.16.0.1", false], ["192.168.1.1", false], ["100.64.0.1", false], ["224.0.0.1", false], ["255.255.255.255", false], ["2606:4700::1111", true], ["fe80::1", false], ["fd00::1", false], ["64:ff9b::a00:1", false], ["2002:a00:1::", false], ["::", false], ["not an address", false]])("%s is public: %s", (address, is) => {
    expect(isPublic(address)).toBe(is);
  });
});
