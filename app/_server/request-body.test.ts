import { expect, it } from "vitest";
import { BodyTooLong, readForm, readJson, readRawBody } from "./request-body";

const PIECE = 65_536;

/** A request whose body goes on for as long as somebody reads it, and how many bytes were read. */
function withoutEnd(type: string): { request: Request; read: () => number } {
  let read = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      read += PIECE;
      controller.enqueue(new Uint8Array(PIECE).fill(97));
    },
  });
  return { request: new Request("http://localhost/", { method: "POST", body, headers: { "content-type": type }, duplex: "half" } as RequestInit), read: () => read };
}

it.each([["application/json", readJson], ["application/x-www-form-urlencoded", readForm], ["multipart/form-data; boundary=x", readForm]] as const)("reads no further than its limit where a body has no end: %s", async (type, reader) => {
  const { request, read } = withoutEnd(type);
  await expect(reader(request, 4 * PIECE)).rejects.toThrow(BodyTooLong);
  expect(read()).toBeLessThanOrEqual(7 * PIECE);
});

it("believes a length that is too long, and reads nothing", async () => {
  const request = new Request("http://localhost/", { method: "POST", body: "{}", headers: { "content-length": "10000000" } });
  expect(await readRawBody(request)).toBeNull();
  expect(request.bodyUsed).toBe(false);
});

it("gives what was sent, and nothing for what is none", async () => {
  const post = (body: BodyInit, headers: Record<string, string> = {}) => new Request("http://localhost/", { method: "POST", body, headers });
  expect(await readJson(post('{"words": "사과드립니다"}'))).toEqual({ words: "사과드립니다" });
  expect(await readJson(post("{"))).toBeNull();
  const sent = new FormData();
  sent.set("html", "<p>안녕하세요</p>");
  expect((await readForm(post(sent))).get("html")).toBe("<p>안녕하세요</p>");
  expect((await readForm(post(new URLSearchParams({ locale: "ko" })))).get("locale")).toBe("ko");
  expect([...(await readForm(post("no form", { "content-type": "multipart/form-data; boundary=x" }))).keys()]).toEqual([]);
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) });
  expect(await readRawBody(new Request("http://localhost/", { method: "POST", body: broken, duplex: "half" } as RequestInit))).toBeNull();
});
