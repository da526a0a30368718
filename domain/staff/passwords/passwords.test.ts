import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { commonPasswords } from "@/content/passwords/common-passwords";
import { checkBreachedFile, isBreached } from "./breached-file";
import { checkNewPassword } from "./check-new-password";
import { isCommonPassword } from "./rules";

const EMAIL = "minji.park@haneulmall.example";

describe("a common password", () => {
  it.each(["password1234!", "Password2025!!", "PASSWORDPASSWORD", "qwertyuiop123", "123456789012", "aaaaaaaaaaaa", "abcabcabcabc", "abcdefghijkl", "lkjihgfedcba", "1qaz2wsx3edc4rfv", "!!!dragon2024!!!", "비밀번호1234567!", "qlalfqjsgh2025!", "minji.park2025!", "haneulmall2025!", "amends-2025-2025", "p a s s w o r d 1"])("is %s", (password) =>
    expect(isCommonPassword(password, commonPasswords(), EMAIL)).toBe(true));

  it.each(["넷 다섯 걸음 뒤 우체통", "correct horse battery staple", "kV9-rm2x-Lq81-zz", "seven ducks under a tin roof"])("is not %s", (password) => expect(isCommonPassword(password, commonPasswords(), EMAIL)).toBe(false));

  it("is one of a list of many thousands, in small letters", () => {
    expect(commonPasswords().size).toBeGreaterThan(19_000);
    for (const password of commonPasswords()) expect(password).toBe(password.toLowerCase());
  });
});

describe("a breached password", () => {
  const dir = mkdtempSync(path.join(tmpdir(), "amends-breached-"));
  afterAll(() => rmSync(dir, { recursive: true }));
  const sha1 = (text: string) => createHash("sha1").update(text).digest("hex").toUpperCase();
  const list = (count: number, end: string, line: (hash: string, i: number) => string) => {
    const file = path.join(dir, `${count}-${end.length}-${line("", 0).length}.txt`);
    const hashes = Array.from({ length: count }, (_, i) => sha1(`breached-${i}`)).sort();
    writeFileSync(file, hashes.map(line).join(end) + end);
    return file;
  };

  it.each([
    ["as Have I Been Pwned gives out", "\r\n", (hash: string, i: number) => `${hash}:${i + 1}`],
    ["of hashes alone", "\n", (hash: string) => hash.toLowerCase()],
  ])("is found wherever it stands in a file %s", async (_, end, line) => {
    for (const count of [1, 2, 90, 20_000]) {
      const file = list(count, end, line);
      await checkBreachedFile(file);
      for (let i = 0; i < count; i += Math.max(1, Math.floor(count / 50))) expect(await isBreached(file, `breached-${i}`)).toBe(true);
      for (let i = 0; i < 40; i++) expect(await isBreached(file, `never-${i}`)).toBe(false);
    }
    const sorted = Array.from({ length: 20_000 }, (_unused, i) => `breached-${i}`).sort((a, b) => (sha1(a) < sha1(b) ? -1 : 1));
    const file = list(20_000, end, line);
    for (const edge of [sorted[0], sorted.at(-1)]) expect(await isBreached(file, edge!)).toBe(true);
  });

  it("is told apart from a common one", async () => {
    const file = path.join(dir, "one.txt");
    writeFileSync(file, `${sha1("seven ducks under a tin roof")}:3\n`);
    await expect(checkNewPassword("seven ducks under a tin roof", EMAIL, file)).rejects.toMatchObject({ fields: { password: ["password-breached"] } });
    await expect(checkNewPassword("password1234!", EMAIL, file)).rejects.toMatchObject({ fields: { password: ["password-common"] } });
    await checkNewPassword("eight ducks under a tin roof", EMAIL, file);
    await checkNewPassword("seven ducks under a tin roof", EMAIL, undefined);
  });

  it.each([
    ["words", "hello\nworld\n"],
    ["nothing", ""],
    ["hashes without an order", "F".repeat(40) + "\n" + "0".repeat(40) + "\n"],
    ["NTLM hashes", `${"A".repeat(32)}:1\n`],
  ])("is not looked for in %s", async (_, text) => {
    const file = path.join(dir, "wrong.txt");
    writeFileSync(file, text);
    await expect(checkBreachedFile(file)).rejects.toThrow("BREACHED_PASSWORDS_FILE");
  });
});
