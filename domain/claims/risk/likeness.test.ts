import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bitsApart, lookBands, lookProbes, NEAR_BITS, tellsPictures } from "./looks";
import { alikeWords, signWords, wordBands } from "./words";

const key = Buffer.alloc(32, 3);
const meets = (asked: readonly Buffer[], stored: readonly Buffer[]) => asked.some((probe) => stored.some((band) => band.equals(probe)));

describe("words", () => {
  const template = (when: string, how: string, where: string) => `${when} 유출 소식을 듣고 ${where}에 방문하여 카드를 재발급받았으며 그 과정에서 ${how} 이상 기다려야 했고 정신적으로도 많은 스트레스를 받아 업무에 지장이 있었습니다.`;
  const made = [template("11월 30일", "2시간", "신한은행 강남지점"), template("12월 1일", "세 시간", "국민은행 종로지점"), template("지난주", "한 시간", "우리은행")];
  const own = [
    "택배 기사인 척하는 전화를 여러 번 받아서 번호를 바꾸느라 대리점에 두 번 다녀왔습니다. 가족 연락처도 모두 다시 알렸습니다.",
    "공동현관 비밀번호를 바꾸려고 관리사무소와 이웃들에게 연락하고 현관 카드 키를 새로 등록했습니다.",
    "카드를 다시 만들고 자동 이체를 하나씩 옮기느라 은행 상담원과 세 시간 넘게 통화했습니다. 정말 힘들었습니다.",
    "I spent two evenings changing the passwords of every shop where I had used the same address, and called my bank.",
    "I spent two evenings on the phone with my bank because of the leak and had to change my number and my passwords.",
  ];
  const sign = (text: string) => signWords(key, text)!;

  it("made from a template are alike, and what people wrote by themselves is not", () => {
    for (const a of made) for (const b of made) expect([alikeWords(sign(a), sign(b)), meets(wordBands(key, sign(a)), wordBands(key, sign(b)))]).toEqual([true, true]);
    for (const a of own) for (const b of [...own, ...made]) if (a !== b) expect(alikeWords(sign(a), sign(b)), `${a} / ${b}`).toBe(false);
  });

  it("that are few say nothing, and without the key nobody can sign a guess", () => {
    expect(signWords(key, "전화를 여러 번 했습니다.")).toBeNull();
    expect(alikeWords(sign(own[0]!), signWords(Buffer.alloc(32, 4), own[0]!)!)).toBe(false);
  });
});

describe("looks", () => {
  it("that are near find each other always, and others seldom", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: NEAR_BITS }), (bytes, flipped) => {
        const look = Buffer.from(bytes);
        const near = Buffer.from(look);
        for (const bit of flipped) near[bit >> 3]! ^= 1 << (bit & 7);
        expect(bitsApart(look, near)).toBe(flipped.length);
        expect(meets(lookProbes(key, look), lookBands(key, near))).toBe(true);
      }),
      { numRuns: 60 },
    );
    const probes = lookProbes(key, randomBytes(8));
    expect(Array.from({ length: 200 }, () => meets(probes, lookBands(key, randomBytes(8)))).filter(Boolean).length).toBeLessThan(10);
  });

  it("of a blank page are like every other and are not compared", () => {
    expect([Buffer.alloc(8), Buffer.alloc(8, 255), Buffer.from("0f0f0f0f00000000", "hex")].map(tellsPictures)).toEqual([false, false, true]);
  });
});
