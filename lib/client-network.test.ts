import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { clientNetwork, markPeerAddress, PEER_HEADER, readTrustedProxies } from "./client-network";

describe("the network of a request", () => {
  it.each([
    ["no proxy is trusted, so the header is ignored", "203.0.113.7", "198.51.100.1", "", "203.0.113.0/24"],
    ["the proxy is trusted", "10.0.0.2", "198.51.100.77", "10.0.0.0/8", "198.51.100.0/24"],
    ["an invented entry stands left of the proxy's", "10.0.0.2", "1.2.3.4, 198.51.100.77", "10.0.0.0/8", "198.51.100.0/24"],
    ["two trusted proxies", "10.0.0.2", "198.51.100.77, 10.0.0.9", "10.0.0.0/8", "198.51.100.0/24"],
    ["the header of somebody who is no proxy", "203.0.113.7", "198.51.100.77", "10.0.0.0/8", "203.0.113.0/24"],
    ["rubbish in the header", "10.0.0.2", "unknown", "10.0.0.0/8", "10.0.0.0/24"],
    ["IPv6", "2001:db8:aa:bbcc::1", null, "", "2001:db8:aa:bb00::/56"],
    ["short IPv6", "::1", null, "", "0:0:0:0::/56"],
    ["IPv4 in IPv6 clothing", "::ffff:203.0.113.7", null, "", "203.0.113.0/24"],
    ["nothing", null, null, "", null],
  ])("%s", (_, peer, forwarded, trusted, network) => {
    expect(clientNetwork(peer, forwarded, readTrustedProxies(trusted))).toBe(network);
  });

  it.each(["10.0.0.0/33", "proxy.example", "10.0.0", "::/129"])("%s is no range", (setting) => {
    expect(() => readTrustedProxies(setting)).toThrow();
  });

  it("is told by the connection, whatever the client claims", async () => {
    markPeerAddress();
    const server = http.createServer((request, response) => response.end(String(request.headers[PEER_HEADER])));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers: { [PEER_HEADER]: "1.2.3.4" } });
    expect(await answer.text()).toBe("127.0.0.1");
    server.close();
  });
});
