import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { simpleParser } from "mailparser";
import { beforeAll, describe, expect, it } from "vitest";
import { TooMany } from "@/domain/kernel/errors";
import { nameLeakedClasses } from "@/domain/notices/rules";
import { getPosting, readServedBytes } from "@/domain/postings/queries";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { visitor } from "@/test/lookups";
import { anIncidentToPost, aStandingPosting } from "@/test/postings";
import { startSmtpSink } from "@/test/smtp-sink";
import { aFrozenWave, anIncidentWithPeople, aWaveSending, endSending, people, PORTAL, sendAllDue } from "@/test/waves";
import { CHECKS_AN_HOUR } from "../rules";
import { checkNumber } from "./check-number";
import { checkText } from "./check-text";
import { readWords } from "./read-given-text";
import { showWordings } from "./show-wordings";

const database = useDatabase();
const asker = () => ({ browser: randomUUID(), network: null });
const texts = { ko: "", en: "" };
const subjects = { ko: "", en: "" };

const compare = async (text: string) => (await checkText(visitor(database.parts), { text }, asker(), PORTAL)).comparison;
const verdict = async (text: string) => (await compare(text)).verdict;

beforeAll(async () => {
  const sink = await startSmtpSink();
  const sending = aWaveSending(database.url, sink.port, 2);
  const csv = people(2).replaceAll("names;email-addresses", "names;email-addresses;physical-addresses;access-codes");
  const { versionId } = await anIncidentWithPeople(database.parts, csv);
  await sendAllDue(database.parts, sending, (await aFrozenWave(database.parts, versionId)).id);
  for (const { to, raw } of sink.messages) {
    const locale = to[0] === "person0@example.com" ? "ko" : "en";
    const mail = await simpleParser(raw);
    texts[locale] = mail.text ?? "";
    subjects[locale] = mail.subject ?? "";
  }
  await endSending(sending);
  await sink.close();
}, 60_000);

/** Break lines as mail programs do, at spaces. */
function wrapped(text: string, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}(?:\\s|$)|\\S+\\s?`, "g")) ?? [""])
    .join("\n");
}

describe.each(["ko", "en"] as const)("a text that we sent, in %s", (locale) => {
  it("is genuine however it comes", async () => {
    const text = texts[locale];
    const forwarded = `---------- Forwarded message ---------\nFrom: 하늘몰 <notice@haneulmall.example>\nDate: Wed, Dec 3, 2025 at 6:00 PM\nSubject: ${subjects[locale]}\nTo: <person0@example.com>\n\n\n${text}`;
    const ways = {
      "as it is": text,
      "with its subject": `${subjects[locale]}\n\n${text}`,
      "on one line": text.replaceAll(/\s+/g, " "),
      "quoted and wrapped": wrapped(text, 60).split("\n").map((line) => `> ${line}`).join("\n"),
      "quoted twice": text.split("\n").map((line) => `> > ${line}`).join("\r\n"),
      "forwarded": forwarded,
      "forwarded in Korean": `-----Original Message-----\n보낸 사람: 하늘몰\n받는 사람: 나\n제목: ${subjects[locale]}\n\n${text}`,
      "with other bullets and straight quotes": text.replaceAll(" * ", " • ").replaceAll(/[“”]/g, '"').replaceAll(/[‘’]/g, "'"),
      "with bold in asterisks": text.replace(/유출되었습니다|leaked/, "*$&*"),
    };
    for (const [way, given] of Object.entries(ways)) expect([way, await verdict(given)]).toEqual([way, "genuine"]);
    expect((await compare(forwarded)).leftOut).toHaveLength(4);
  });

  it("is never genuine with one word changed", async () => {
    const words = texts[locale].split(/(\s+)/);
    // The list of what leaked is a person's own: in its place stands any list that somebody can have.
    const own = new Set(readWords(nameLeakedClasses({ confirmed: ["names", "email-addresses", "physical-addresses", "access-codes"], possible: [] }, locale).join(" ")).keys);
    const places = words.flatMap((word, i) => (readWords(word).keys.some((key) => !own.has(key)) ? [i] : []));
    const other = fc.oneof(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[가-힣]{1,5}$/), fc.stringMatching(/^\d{1,8}$/), fc.constantFrom("https://evil.example", "010-1234-5678", "N-2345-6789-ABCD", "-", "·", "", "\u200B"));
    await fc.assert(
      fc.asyncProperty(fc.nat(places.length - 1), fc.oneof(other, fc.constant(null)), fc.nat(40), async (at, replacement, letter) => {
        const place = places[at]!;
        const word = words[place]!;
        const cut = letter % word.length;
        // Another letter, and not the same one written small: the case of a number is the reader's own.
        const instead = replacement ?? word.slice(0, cut) + (word[cut]?.toLowerCase() === "x" ? "y" : "x") + word.slice(cut + 1);
        fc.pre(readWords(instead).keys.join(" ") !== readWords(word).keys.join(" "));
        expect(await verdict(words.with(place, instead).join(""))).not.toBe("genuine");
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it("is part of it when only a stretch was copied, and altered when a word inside is gone", async () => {
    const words = texts[locale].split(/\s+/);
    const middle = words.slice(10, 60);
    expect(await verdict(middle.join(" "))).toBe("part");
    expect(await verdict(middle.toSpliced(25, 1).join(" "))).toBe("altered");
    expect(await verdict(texts[locale].replaceAll(/N(-\w{4}){3}/g, "").trim())).toBe("part");
  });

  it("shows side by side what was put in, and where it leads", async () => {
    const found = await compare(texts[locale].replaceAll(PORTAL, "https://haneul-refund.example/pay").replace(/\n\n/, "\n\n+82 10-5555-0199 / help@haneul-refund.example\n\n"));
    expect(found.verdict).toBe("altered");
    expect(found.dangers).toContainEqual({ kind: "link", text: "https://haneul-refund.example/pay" });
    expect(found.dangers).toContainEqual({ kind: "phone", text: "+82 10-5555-0199" });
    expect(found.dangers).toContainEqual({ kind: "e-mail", text: "help@haneul-refund.example" });
    const added = found.stretches.filter(({ kind }) => kind === "added").map(({ text }) => text).join(" ");
    expect(added).toContain("haneul-refund.example");
    expect(found.stretches.filter(({ kind }) => kind === "missing").map(({ text }) => text).join(" ")).toContain(PORTAL);
  });

  it("does not let what is added hide behind lines of a mail program", async () => {
    expect(await verdict(`${texts[locale]}\n---------- Forwarded message ---------\nTo: https://evil.example\n`)).toBe("altered");
    expect(await verdict(`https://evil.example\n\n${texts[locale]}`)).toBe("altered");
  });
});

it("is found among more waves of the same words by its number", async () => {
  const sink = await startSmtpSink();
  const sending = aWaveSending(database.url, sink.port, 2);
  const { versionId } = await anIncidentWithPeople(database.parts, people(1, 7));
  const waves = [];
  for (let i = 0; i < 5; i++) {
    waves.push(await aFrozenWave(database.parts, versionId));
    await sendAllDue(database.parts, sending, waves[i]!.id);
  }
  for (const [i, { raw }] of sink.messages.entries()) {
    const found = await compare((await simpleParser(raw)).text ?? "");
    expect([found.verdict, found.pattern?.source.kind === "notice" && found.pattern.source.sent.waveId]).toEqual(["genuine", waves[i]?.id]);
  }
  await endSending(sending);
  await sink.close();
});

it("is genuine without what other readers have, and not with what none has", async () => {
  // The section about people in one's address list is for account holders with addresses; a reader without has the rest.
  const cut = texts.en.replace(/The people in your list of delivery addresses are affected, too\. We write to them ourselves\.\n+/, "");
  expect(cut).not.toBe(texts.en);
  expect(await verdict(cut)).toBe("genuine");
  expect(await verdict(texts.en.replace(" * Name\n", " * Name\n * Passport photo\n"))).toBe("altered");
});

describe("the list of what leaked", () => {
  const names = ["Building entrance code", "Email address", "Delivery address", "Name"];
  const list = names.map((name) => ` * ${name}\n`).join("");
  const withList = (given: readonly string[]) => texts.en.replace(list, given.map((name) => ` * ${name}\n`).join(""));

  it.each<[string, string[]]>([
    ["no name at all", []],
    ["a name that lacks a word", ["Building entrance", "Email address"]],
    ["a word of a name alone", ["code", "Name"]],
    ["names in another order", ["Name", "Email address"]],
    ["a name twice", ["Name", "Name"]],
    ["what leaked and possibly leaked at once", ["Name", "Name (possibly leaked)"]],
    ["what is possible before what is certain", ["Building entrance code (possibly leaked)", "Name"]],
    ["a name that is none of ours", ["Email address", "Passport photo"]],
  ])("is none of ours with %s", async (_, given) => {
    expect(texts.en).toContain(list);
    expect(await verdict(withList(given))).toBe("altered");
  });

  it("tells a stranger who knows somebody's number nothing: every list that anybody can have is answered alike", async () => {
    const answers = new Set<string>();
    for (let chosen = 1; chosen < 2 ** names.length; chosen++) {
      const { pattern, ...answer } = await compare(withList(names.filter((_, i) => (chosen & (1 << i)) !== 0)));
      answers.add(JSON.stringify([answer.verdict, answer.dangers, answer.stretches.map(({ kind }) => kind), pattern?.source.kind]));
    }
    expect([...answers]).toEqual([JSON.stringify(["genuine", [], ["same"], "notice"])]);
  });

  it("may be cut where the stretch that was copied begins or ends, and is no whole message then", async () => {
    const at = texts.en.indexOf(list);
    const until = (words: string) => texts.en.indexOf(words, at);
    expect(await verdict(texts.en.slice(at - 200, until("address\n * Name")).replace(/^\S+/, ""))).toBe("part");
    expect(await verdict(texts.en.slice(until("entrance code\n")))).toBe("part");
  });
});

describe("what was only posted", () => {
  const posted = async (locale: "ko" | "en") => {
    const { versionId } = await anIncidentToPost(database.parts, "third-party");
    const { files, number } = await getPosting(staffContext(database.parts, ["comms"]), await aStandingPosting(database.parts, versionId));
    const html = (await readServedBytes(database.db, files.find((file) => file.locale === locale)?.hash ?? ""))?.toString("utf8") ?? "";
    // As a browser copies it: each block on lines of its own.
    const copied = (part: string) => part.replaceAll(/<br\/?>|<\/(p|h1|h2|h3|li|div|header)>/g, "\n").replaceAll("</span>", " ").replaceAll(/<[^>]*>/g, "").replaceAll("&amp;", "&").replaceAll("&#x27;", "'").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return { number, page: copied(/<body>(.*)<\/body>/s.exec(html)?.[1] ?? ""), main: copied(/<main>(.*)<\/main>/s.exec(html)?.[1] ?? "") };
  };

  it.each(["ko", "en"] as const)("is known as our posting, whole, without head and foot, and a stretch of it, in %s", async (locale) => {
    const { page, main, number } = await posted(locale);
    const found = await compare(page);
    expect(found).toMatchObject({ verdict: "genuine", pattern: { locale, source: { kind: "posting", page: { number, kind: "third-party", archivedAt: null } } } });
    expect(await verdict(main)).toBe("genuine");
    expect(await compare(main.split(/\s+/).slice(20, 70).join(" "))).toMatchObject({ verdict: "part", pattern: { source: { kind: "posting" } } });
    expect(await compare(main.replaceAll(PORTAL, "https://haneul-refund.example"))).toMatchObject({ verdict: "altered", pattern: { source: { kind: "posting" } } });
  });
});

it.each(["안녕하세요. 오늘 오후 세 시에 회의가 있습니다. 자료를 미리 읽어 오시고 질문을 준비해 주십시오.", "Hello, this is your delivery service. Your parcel could not be delivered. Please pay the fee of 2,000 KRW at bit.ly/parcel within 24 hours.", "유출", "!!!"])("is not ours: %s", async (text) => {
  expect(await verdict(text)).toBe("not-ours");
});

describe("the number of a notice", () => {
  const ask = (number: string, by = asker()) => checkNumber(visitor(database.parts), { number }, by);

  it("says which notice it is of, and shows its words with nothing of anybody's in them", async () => {
    const number = /N(-\w{4}){3}/.exec(texts.ko)?.[0] ?? "";
    const found = await ask(number.toLowerCase());
    expect(found).toMatchObject({ kind: "notice", sent: { kind: "full", channels: ["email"] } });
    if (found.kind !== "notice") throw new Error("not a notice");
    const shown = await showWordings(found.sent, PORTAL);
    expect(shown.map(({ locale, channel }) => `${locale} ${channel}`)).toEqual(["ko email", "en email"]);
    expect(JSON.stringify(shown)).not.toContain(number);
    expect(shown[0]?.text).toContain("…");
    expect(JSON.stringify(found)).not.toContain("person0");
  });

  it("is not ours when it was made up", async () => {
    for (const number of ["N-2345-6789-ABCD", "N-2345-6789", "M-2345-6789-ABCD", "hello"]) expect(await ask(number)).toEqual({ kind: "not-ours" });
  });

  it("can be asked for so often and no oftener", async () => {
    const by = asker();
    for (let i = 0; i < CHECKS_AN_HOUR; i++) await ask("N-2345-6789-ABCD", by);
    await expect(ask("N-2345-6789-ABCD", by)).rejects.toBeInstanceOf(TooMany);
    expect(await ask("N-2345-6789-ABCD")).toEqual({ kind: "not-ours" });
  });
});
