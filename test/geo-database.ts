import { writeFileSync } from "node:fs";

type Value = string | number | Value[] | { [name: string]: Value };
/** Where a network is said to be: with coordinates, or with what a database of countries says. */
type Place = { [name: string]: Value };

const RECORD = 3;

/** Control byte and size of a field. Types above 7 stand in a byte of their own. Source: MaxMind DB File Format Specification 2.0, "Data Field Format". */
function field(type: number, size: number, content: Buffer): Buffer {
  const bits = (type > 7 ? 0 : type) << 5;
  const sized = size < 29 ? [bits | size] : [bits | 29, size - 29];
  const [control = 0, ...more] = sized;
  return Buffer.concat([Buffer.from(type > 7 ? [control, type - 7, ...more] : [control, ...more]), content]);
}

function encode(value: Value): Buffer {
  if (typeof value === "string") return field(2, Buffer.byteLength(value), Buffer.from(value));
  if (Array.isArray(value)) return field(11, value.length, Buffer.concat(value.map(encode)));
  if (typeof value === "object") return field(7, Object.keys(value).length, Buffer.concat(Object.entries(value).flatMap(([name, inner]) => [encode(name), encode(inner)])));
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return field(3, 8, bytes);
}

function unsigned(type: 5 | 6 | 9, value: number): Buffer {
  const digits = value.toString(16);
  const bytes = value === 0 ? Buffer.alloc(0) : Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  return field(type, bytes.length, bytes);
}

/** The bits of a network such as `203.0.113.0/24` or `2001:db8:1:0::/56` in a tree of IPv6, where IPv4 lies under 96 zeroes. */
function bitsOf(network: string): number[] {
  const [address = "", length = "0"] = network.split("/");
  const v4 = address.includes(".");
  const groups = address.split("::")[0]?.split(":") ?? [];
  const all = v4 ? "0".repeat(96) + address.split(".").map((part) => Number(part).toString(2).padStart(8, "0")).join("") : groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("").padEnd(128, "0");
  return Array.from(all.slice(0, Number(length) + (v4 ? 96 : 0)), Number);
}

/** Write a small geo database with what is said of some networks, none of which lies in another. */
export function writeGeoDatabase(file: string, places: Record<string, Place>): void {
  const nodes: (number | { data: number } | null)[][] = [[null, null]];
  let data = Buffer.alloc(0);
  for (const [network, place] of Object.entries(places)) {
    const bits = bitsOf(network);
    let at = 0;
    for (const bit of bits.slice(0, -1)) {
      const node = nodes[at] ?? [];
      const next = node[bit];
      if (typeof next === "number") at = next;
      else {
        at = nodes.push([null, null]) - 1;
        node[bit] = at;
      }
    }
    (nodes[at] ?? [])[bits.at(-1) ?? 0] = { data: data.length };
    data = Buffer.concat([data, encode(place)]);
  }
  const tree = Buffer.alloc(nodes.length * 2 * RECORD);
  // A record that is the number of nodes says that nothing is known; one above it points 16 bytes behind the tree.
  nodes.flat().forEach((record, n) => tree.writeUIntBE(typeof record === "number" ? record : record === null ? nodes.length : nodes.length + 16 + record.data, n * RECORD, RECORD));
  const metadata: [string, Buffer][] = [
    ["node_count", unsigned(6, nodes.length)],
    ["record_size", unsigned(5, RECORD * 8)],
    ["ip_version", unsigned(5, 6)],
    ["database_type", encode("Test-City")],
    ["languages", encode([])],
    ["binary_format_major_version", unsigned(5, 2)],
    ["binary_format_minor_version", unsigned(5, 0)],
    ["build_epoch", unsigned(9, 1_795_000_000)],
    ["description", encode({ en: "made by a test" })],
  ];
  writeFileSync(file, Buffer.concat([tree, Buffer.alloc(16), data, Buffer.from("\xab\xcd\xefMaxMind.com", "latin1"), field(7, metadata.length, Buffer.concat(metadata.flatMap(([name, value]) => [encode(name), value])))]));
}
