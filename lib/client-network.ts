import http from "node:http";
import { BlockList, isIP } from "node:net";

/** Carries the address of the socket's other end to where headers can be read. Whatever a client sends under this name is overwritten. */
export const PEER_HEADER = "x-amends-peer";

const marked = Symbol.for("amends.peer-address");

/** Make every HTTP request of this process say where its connection comes from: frameworks hand on headers, not sockets. */
export function markPeerAddress(): void {
  const prototype = http.Server.prototype as http.Server & { [marked]?: true };
  if (prototype[marked]) return;
  prototype[marked] = true;
  const inherited = Reflect.get(prototype, "emit") as (...args: unknown[]) => boolean;
  prototype.emit = function mark(this: http.Server, event: string, ...args: unknown[]) {
    if (event === "request") {
      const request = args[0] as http.IncomingMessage;
      request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "";
    }
    return Reflect.apply(inherited, this, [event, ...args]);
  } as typeof prototype.emit;
}

/** Read `TRUSTED_PROXIES`: addresses and CIDR ranges separated by commas. @throws when one of them is neither */
export function readTrustedProxies(setting: string): BlockList {
  const list = new BlockList();
  for (const entry of setting.split(",").map((part) => part.trim()).filter(Boolean)) {
    const [address = "", prefix] = entry.split("/");
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix);
    if (family === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 6 ? 128 : 32)) throw new Error("an entry is no address and no CIDR range");
    list.addSubnet(address, bits, family === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

/**
 * Find the network a request came from: IPv4 /24, IPv6 /56. X-Forwarded-For is read from its right end as long as a trusted proxy wrote the entry, and not at
 * all when the connection itself comes from elsewhere. Null when nothing usable is known.
 */
export function clientNetwork(peer: string | null, forwardedFor: string | null, trusted: BlockList): string | null {
  const chain = [...(forwardedFor ?? "").split(",").map((part) => part.trim()).filter(Boolean), peer ?? ""].map(plainAddress);
  let client = chain.pop() ?? "";
  while (isIP(client) !== 0 && trusted.check(client, isIP(client) === 6 ? "ipv6" : "ipv4")) {
    const next = chain.pop();
    if (next === undefined || isIP(next) === 0) break;
    client = next;
  }
  return networkOf(client);
}

/** An IPv4 address in IPv6 clothing is the IPv4 address. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

function networkOf(address: string): string | null {
  if (isIP(address) === 4) return `${address.split(".").slice(0, 3).join(".")}.0/24`;
  if (isIP(address) !== 6) return null;
  const [head = "", tail = ""] = (address.split("%")[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const groups = address.includes("::") ? [...left, ...Array.from({ length: Math.max(8 - left.length - right.length, 0) }, () => "0"), ...right] : left;
  const [a = "0", b = "0", c = "0", d = "0"] = groups;
  const hex = (group: string) => Number.parseInt(group || "0", 16);
  return `${[hex(a), hex(b), hex(c), hex(d) & 0xff00].map((group) => group.toString(16)).join(":")}::/56`;
}
