import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { findMarkers, Markers } from "./markers";

const markers = new Markers();
const word = markers.word("a word");
const name = markers.korean("a name");
const phone = markers.phone("a phone");
const code = markers.take("a code", "481516");
const found = (text: string | Buffer) => findMarkers(markers.all.values(), [{ place: "here", text }]).map(({ marker }) => marker.name);

describe("looking for planted values", () => {
  it.each([
    ["plain", (value: string) => `x${value}y`],
    ["in capitals", (value: string) => value.toUpperCase()],
    ["in an address", (value: string) => `/find?q=${encodeURIComponent(value)}&x=1`],
    ["in JSON of ASCII alone", (value: string) => JSON.stringify({ value }).replaceAll(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`)],
    ["in base64", (value: string) => Buffer.from(value).toString("base64")],
    ["in the middle of base64", (value: string) => Buffer.from(`user:${value}:end`).toString("base64")],
    ["in base64url, one byte on", (value: string) => Buffer.from(`1${value}>>>`).toString("base64url")],
    ["in hex, as PostgreSQL writes bytes", (value: string) => `\\x00${Buffer.from(value).toString("hex")}ff`],
    ["as its hash", (value: string) => createHash("sha256").update(value).digest("base64url")],
    ["among other bytes", (value: string) => Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(value), Buffer.from([0])])],
  ])("finds one %s", (_, write) => {
    expect(found(write(word))).toEqual(["a word"]);
    expect(found(write(name))).toEqual(["a name"]);
  });

  it("finds a number however it is written", () => {
    const digits = phone.replaceAll("-", "");
    for (const written of [phone, digits, `+82${digits.slice(1)}`, `tel:+82${digits.slice(1)}`]) expect(found(written)).toEqual(["a phone"]);
  });

  it("finds a short code where it stands alone, and not in longer numbers and moments", () => {
    for (const written of [`code ${code}.`, `?code=${code}&x`, `"${code}"`]) expect(found(written)).toEqual(["a code"]);
    for (const other of [`7${code}`, `${code}0`, `12:00:01.${code}+00`, `a${code}`]) expect(found(other)).toEqual([]);
  });

  it("finds nothing where there is nothing, and does not look into what is packed", () => {
    expect(found("nothing of anybody")).toEqual([]);
    expect(found(gzipSync(word))).toEqual([]);
  });

  it("takes the hash of what was drawn by lot for nothing", () => {
    const token = markers.secret("a token");
    expect(found(createHash("sha256").update(token).digest("hex"))).toEqual([]);
    expect(found(`Bearer ${token}`)).toEqual(["a token"]);
  });

  it("takes no value that chance would find", () => {
    expect(() => markers.take("short", "12345")).toThrow("too short");
  });
});
