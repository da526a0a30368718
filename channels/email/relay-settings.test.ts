import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readRelays } from "./relay-settings";

const dir = mkdtempSync(path.join(tmpdir(), "amends-relays-"));
afterAll(() => rmSync(dir, { recursive: true }));
const write = (name: string, text: string) => {
  const file = path.join(dir, name);
  writeFileSync(file, text);
  return file;
};
const pem = (bits: number) => generateKeyPairSync("rsa", { modulusLength: bits }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
write("good.pem", pem(2048));
write("short.pem", pem(1024));
write("ed.pem", generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString());
write("password", "s3cret/word\n");

const read = (relays: unknown) => readRelays({ RELAYS_FILE: write("relays.json", typeof relays === "string" ? relays : JSON.stringify({ relays })), SMTP_TLS_EXCEPTIONS: "localhost", WAVE_CONNECTIONS: 10 });
const problems = (relays: unknown) => {
  const result = read(relays);
  return result.ok ? [] : result.problems;
};
const first = { name: "first", url: "smtps://relay.example:465", connections: 12 };

describe("a list of relays", () => {
  it("is read with its passwords and keys from files beside it", () => {
    const result = read([{ ...first, user: "haneul", passwordFile: "password", perSecond: 200, dkim: { domain: "haneulmall.example", selector: "s2025", keyFile: "good.pem" } }, { name: "둘째", url: "smtp://localhost:2525", lanes: "bulk", connections: 5 }]);
    expect(result).toMatchObject({
      ok: true,
      relays: [
        { name: "first", url: "smtps://haneul:s3cret%2Fword@relay.example:465", allowPlain: false, connections: { person: 3, bulk: 9 }, perSecond: 200, dkim: { domain: "haneulmall.example", selector: "s2025" } },
        { name: "둘째", allowPlain: true, connections: { person: 0, bulk: 5 }, perSecond: null, dkim: undefined },
      ],
    });
  });

  it("tells every problem at once, by the relay's name and without a value", () => {
    const found = problems([
      { ...first, dkim: { domain: "haneulmall.example", selector: "s", keyFile: "ed.pem" } },
      { ...first, name: "second", dkim: { domain: "haneulmall.example", selector: "s", keyFile: "short.pem" } },
      { ...first, name: "third", url: "smtp://u:hunter2@relay.example", connections: 1, passwordFile: "missing" },
      { ...first, name: "fourth", url: "http://hunter2", connections: 0, lanes: "all", hunter2: true, perSecond: -1 },
      { ...first, name: "fifth", user: "somebody" },
      { connections: 3 },
      first,
    ]);
    expect(found).toEqual([
      "RELAYS_FILE, relay first: dkim.keyFile is of type ed25519, which many receivers cannot check; use RSA with 2048 to 4096 bits.",
      "RELAYS_FILE, relay second: dkim.keyFile is RSA with 1024 bits; use RSA with 2048 to 4096 bits.",
      "RELAYS_FILE, relay third: url must be smtps:// or say ?requireTLS=true, unless its host is named in SMTP_TLS_EXCEPTIONS.",
      "RELAYS_FILE, relay third: url and passwordFile both hold a password; keep one.",
      "RELAYS_FILE, relay third: passwordFile cannot be read or is empty.",
      "RELAYS_FILE, relay third: connections must be at least 2 for both lanes.",
      "RELAYS_FILE, relay fourth: url must look like smtps://relay.example:465.",
      "RELAYS_FILE, relay fourth: lanes must be person, bulk or both.",
      "RELAYS_FILE, relay fourth: connections must be at least 1.",
      "RELAYS_FILE, relay fourth: perSecond must be more than 0.",
      "RELAYS_FILE, relay fourth: it has a setting that does not exist.",
      "RELAYS_FILE, relay fifth: a user needs a password, and a password a user.",
      "RELAYS_FILE, relay 6: name must be text.",
      "RELAYS_FILE, relay 6: url must look like smtps://relay.example:465.",
    ]);
    expect(found.join()).not.toMatch(/hunter2|s3cret/);
  });

  it.each([
    ["no JSON", "{ relays: [", "RELAYS_FILE names a file that is not JSON."],
    ["no list", "{}", "RELAYS_FILE relays must be a list."],
    ["no relay", [], "RELAYS_FILE relays must name at least one relay."],
    ["two of one name", [first, first], "RELAYS_FILE, relay first: another has the same name."],
    ["nobody for codes", [{ ...first, lanes: "bulk" }], "RELAYS_FILE has no relay for the lane person: codes and mails to staff need one."],
    ["nobody for waves", [{ ...first, lanes: "person" }], "RELAYS_FILE has no relay for the lane bulk: waves need one."],
  ])("is refused with %s", (_, relays, problem) => {
    expect(problems(relays)).toEqual([problem]);
  });

  it("that is not there is said to be so", () => {
    expect(readRelays({ RELAYS_FILE: path.join(dir, "none.json"), SMTP_TLS_EXCEPTIONS: "", WAVE_CONNECTIONS: 10 })).toEqual({ ok: false, problems: ["RELAYS_FILE names a file that cannot be read."] });
  });
});

it("makes one relay of SMTP_URL", () => {
  expect(readRelays({ SMTP_URL: "smtps://u:p@relay.example", SMTP_TLS_EXCEPTIONS: "", WAVE_CONNECTIONS: 7 })).toMatchObject({ ok: true, relays: [{ name: "relay.example", connections: { person: 4, bulk: 7 }, perSecond: null }] });
});
