import { generateKeyPairSync, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { dkimVerify } from "mailauth/lib/dkim/verify";
import { describe, expect, it } from "vitest";
import { aPersonal } from "@/test/personal-values";
import { readDkimKey, signMessage } from "./dkim-signature";
import { composeMail, composeMessage, layOutLetter, messageBytes, type HeaderField, type MimeMessage } from "./mime-letter";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signer = { domain: "haneulmall.example", selector: "s2025", key: privateKey };
const headers = { from: "=?UTF-8?B?7ZWY64qY66qw?= <notice@haneulmall.example>", to: "person@example.com", messageId: "token@haneulmall.example", date: "Wed, 03 Dec 2025 09:00:00 +0000" };

/** What a receiver finds, with our public key as the answer of its DNS. */
async function verify(raw: Buffer | string, published: KeyObject = publicKey): Promise<string> {
  const answer = `v=DKIM1; k=rsa; p=${published.export({ type: "spki", format: "der" }).toString("base64")}`;
  const { results } = await dkimVerify(raw, {
    resolver: (name: string, type: string) => (name === "s2025._domainkey.haneulmall.example" && type === "TXT" ? Promise.resolve([[answer]]) : Promise.reject(new Error(`asked for ${type} ${name}`))),
  });
  expect(results).toHaveLength(1);
  return results[0]!.status.result;
}

async function signed(message: MimeMessage, more: HeaderField[] = []): Promise<string> {
  const whole = { ...message, fields: [...message.fields, ...more] };
  return messageBytes(whole, await signMessage(signer, whole)).toString();
}

const letter = layOutLetter({ locale: "ko", subject: ["하늘몰: 고객님의 개인정보가 유출되었습니다. 안내 번호 ", { slot: "reference" }], text: ["유출된 항목: ", { slot: "leaked-classes" }, "\n\n안내"], html: ["<p>", { slot: "leaked-classes" }, "</p>"] });

describe("a signature", () => {
  it("is found good by a receiver, over every field that matters, From once more than it occurs", async () => {
    const raw = await signed(composeMessage(letter, headers, aPersonal("이름 & 주소", "N-2345-6789")), [["List-Unsubscribe", "<https://haneulmall.example/u/x>"], ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"]]);
    expect(await verify(raw)).toBe("pass");
    const each = /\bh=([^;]+);/.exec(raw)![1]!.toLowerCase().split(":").map((name) => name.trim());
    for (const name of ["to", "subject", "date", "message-id", "auto-submitted", "list-unsubscribe", "list-unsubscribe-post", "mime-version", "content-type"]) expect(each).toContain(name);
    expect(each.filter((name) => name === "from")).toHaveLength(2);
    expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("holds for whatever a message says", async () => {
    const text = fc.string({ unit: "grapheme", maxLength: 300 }).map((value) => value.replaceAll(/\p{Cc}/gu, ""));
    await fc.assert(fc.asyncProperty(text, text, fc.option(text, { nil: undefined }), async (subject, body, html) => {
      expect(await verify(await signed(composeMail(headers, { subject, text: body, html })))).toBe("pass");
    }), { numRuns: 40 });
  });

  it("breaks when anybody changes a word, adds a sender or signs with another key", async () => {
    const raw = await signed(composeMail(headers, { subject: "확인 코드", text: "코드 123456" }));
    expect(await verify(raw.replace("Auto-Submitted: auto-generated", "Auto-Submitted: no"))).not.toBe("pass");
    expect(await verify(raw.replace(/\r\n\r\n.*/s, "\r\n\r\nbm90IG91cnM=\r\n"))).not.toBe("pass");
    expect(await verify(`From: somebody@else.example\r\n${raw}`)).not.toBe("pass");
    expect(await verify(raw, generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey)).not.toBe("pass");
  });

  it("survives a relay that folds and spaces the header anew", async () => {
    const raw = await signed(composeMail(headers, { subject: "code", text: "123456" }));
    expect(await verify(raw.replace("Subject: code", "SUBJECT:\r\n\tcode ").replace("To: person", "To:    person"))).toBe("pass");
  });
});

describe("a key", () => {
  const pem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();
  it.each([
    ["Ed25519", pem(generateKeyPairSync("ed25519").privateKey), "is of type ed25519, which many receivers cannot check; use RSA with 2048 to 4096 bits"],
    ["RSA with 1,024 bits", pem(generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey), "is RSA with 1024 bits; use RSA with 2048 to 4096 bits"],
    ["a public key", publicKey.export({ type: "spki", format: "pem" }).toString(), "is not an unencrypted private key in PEM"],
    ["something else", "secret words", "is not an unencrypted private key in PEM"],
  ])("is refused when it is %s", (_, text, problem) => {
    expect(readDkimKey(text)).toEqual({ ok: false, problem });
  });

  it("is taken when it is RSA with 2,048 bits, in either PEM form", () => {
    expect(readDkimKey(pem(privateKey)).ok).toBe(true);
    expect(readDkimKey(privateKey.export({ type: "pkcs1", format: "pem" }).toString()).ok).toBe(true);
  });
});
