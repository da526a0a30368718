import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleReports, sampleToken } from "@/test/inbound-reports";
import { readReport, tokenOfAddress } from "./read-report";

describe("a report that came back to a message's own address", () => {
  it.each(sampleReports.map((sample) => [sample.name, sample] as const))("%s", async (_, { from, raw, says }) => {
    const read = await readReport(raw, { from, token: sampleToken });
    if (!says) {
      expect(read).toBeNull();
      return;
    }
    expect(read).toMatchObject({ token: sampleToken, kind: says.kind, permanent: says.permanent });
    expect(read?.words).toMatch(says.words);
    expect(read?.words).not.toMatch(/minji|@/);
  });

  it("is the same event when it comes again by another way, and another for another message", async () => {
    for (const { from, raw } of sampleReports.filter(({ says }) => says)) {
      const read = (bytes: Buffer, token = sampleToken) => readReport(bytes, { from, token });
      const again = await read(Buffer.concat([Buffer.from("Received: from relay.example by mx.haneulmall.example; Wed, 3 Dec 2025 18:05:00 +0900\r\n"), raw]));
      expect(again?.sourceEventId).toBe((await read(raw))?.sourceEventId);
      expect((await read(raw, sampleToken.replaceAll("a", "b")))?.sourceEventId).not.toBe(again?.sourceEventId);
      expect(again?.sourceEventId).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe("a report that came to an address for all", () => {
  it("is known by the Message-ID in what it returns, however that is wrapped", async () => {
    const complaint = sampleReports.find(({ name }) => name === "a complaint")!;
    expect(await readReport(complaint.raw, { from: complaint.from, token: null })).toMatchObject({ token: sampleToken, kind: "complained" });
    const encoded = complaint.raw.toString().replace(/(Content-Type: message\/rfc822\r\n)Content-Disposition: inline\r\n\r\n([^]*?)(\r\n--fbl--)/, (_, head: string, body: string, end: string) => `${head}Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString("base64")}${end}`);
    expect(encoded).not.toContain(sampleToken);
    expect(await readReport(Buffer.from(encoded), { from: complaint.from, token: null })).toMatchObject({ token: sampleToken, kind: "complained" });
  });

  it("is nobody's when it speaks of no message of ours", async () => {
    const complaint = sampleReports.find(({ name }) => name === "a complaint")!;
    expect(await readReport(Buffer.from(complaint.raw.toString().replaceAll(sampleToken, "other")), { from: "", token: null })).toBeNull();
  });
});

it("reads whatever comes, and never fails on it", async () => {
  const pieces = fc.constantFrom("Content-Type: multipart/report; boundary=x\r\n", "--x\r\n", "--x--", "Content-Type: message/delivery-status\r\n\r\n", "Action: failed\r\n", "\r\n", "Status: 5.1.1\r\n", "Final-Recipient: rfc822; (((\r\n", "\0", "한글", "From: mailer-daemon@x.example\r\n", "Subject: failure notice\r\n");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(pieces, fc.string({ maxLength: 40 })), { maxLength: 30 }), async (parts) => {
      await readReport(Buffer.from(parts.join("")), { from: "", token: sampleToken });
    }),
  );
});

it.each([
  [`${sampleToken}@haneulmall.example`, sampleToken],
  [`${sampleToken.toUpperCase()}@haneulmall.example`, sampleToken],
  ["notice@haneulmall.example", null],
  [`x${sampleToken}@haneulmall.example`, null],
])("knows whether %s is a message's own address", (address, token) => {
  expect(tokenOfAddress(address)).toBe(token);
});
