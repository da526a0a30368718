import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import type { FetchedPage, PageFetcher } from "@/domain/postings/types";
import { permitting } from "../outgoing/guard-sockets";

/** The whole look, from the name to the last byte. */
const PATIENCE_MS = 10_000;
/** A posting has some ten thousand bytes, a front page some hundred thousand. */
const MOST_BYTES = 4_000_000;

/** Looks at pages over HTTP with a connection of its own for each, as a browser that comes for the first time. For addresses that the operator set. */
export function openPageFetcher(): PageFetcher {
  return { fetch: (url) => look(new URL(url), dns.lookup) };
}

/**
 * The same for addresses that people typed: never to a machine of the inside, whatever its name resolves to, and only by the ports of the web. `exceptions` are hosts,
 * with their port where it is another, separated by commas, that may be opened all the same.
 */
export function openOutsideFetcher(exceptions: string): PageFetcher {
  const excepted = exceptions.split(",").map((host) => host.trim().toLowerCase()).filter(Boolean);
  return {
    fetch: async (address) => {
      const url = new URL(address);
      if (excepted.includes(url.host)) return permitting(url, () => look(url, dns.lookup));
      if (url.port !== "") return { fault: "PORT_NOT_ALLOWED" };
      const host = url.hostname.replace(/^\[|\]$/g, "");
      if (isIP(host) !== 0 && !isPublic(host)) return { fault: "PRIVATE_ADDRESS" };
      return permitting(url, () => look(url, lookUpOutside));
    },
  };
}

/** The connection goes to the very address that was looked at, so that a name cannot change between the look and the connection. */
const lookUpOutside: LookupFunction = (name, options, answer) => {
  dns.lookup(name, { ...options, all: true }, (error, addresses) => {
    const first = error ? undefined : addresses[0];
    if (!first) answer(error ?? Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "");
    else if (!addresses.every(({ address }) => isPublic(address))) answer(Object.assign(new Error("an address of the inside"), { code: "PRIVATE_ADDRESS" }), "");
    else if (options.all) answer(null, addresses);
    else answer(null, first.address, first.family);
  });
};

// IANA's registries of special-purpose addresses (RFC 6890).
const inside = new BlockList();
for (const [net, bits] of [["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.0.2.0", 24], ["192.88.99.0", 24], ["192.168.0.0", 16], ["198.18.0.0", 15], ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 3]] as const) inside.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [["2001::", 23], ["2001:db8::", 32], ["2002::", 16], ["3fff::", 20]] as const) inside.addSubnet(net, bits, "ipv6");
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** Whether an address is one of the public internet. Of IPv6 only what is given out as such is; the rest leads inside, or to IPv4 in other clothes. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !inside.check(address, "ipv4");
  return isIP(address) === 6 && global6.check(address, "ipv6") && !inside.check(address, "ipv6");
}

function look(url: URL, lookup: LookupFunction): Promise<FetchedPage> {
  return new Promise((resolve) => {
    const fault = (error: Error & { code?: string }) => resolve({ fault: error.code ?? error.name });
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const headers = { accept: "text/html", "accept-encoding": "identity", "cache-control": "no-cache", "user-agent": "Amends-Posting-Check" };
    const request = (url.protocol === "https:" ? https : http).get(url, { agent: false, signal, lookup, headers }, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_BYTES) request.destroy(Object.assign(new Error("too long"), { code: "TOO_LONG" }));
        else chunks.push(chunk);
      });
      answer.on("error", fault);
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    request.on("error", fault);
  });
}
