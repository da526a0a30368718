import { afterEach, expect, it } from "vitest";
import { startSmppServer, type TestSmppServer } from "@/test/smpp-server";
import { aPersonal } from "@/test/personal-values";
import { openSmsWaveTransport } from "./wave-transport";

let server: TestSmppServer;
afterEach(() => server.close());

it("writes each person's text from the letter that was laid out once", async () => {
  server = await startSmppServer();
  const transport = openSmsWaveTransport({ url: server.url, from: "15881234", secret: "", connections: 2 });
  const letter = transport.prepare({ locale: "ko", subject: [], text: ["유출: ", { slot: "leaked-classes" }, ". 번호 ", { slot: "reference" }], html: [] });
  const to = (number: string, classes: string) => transport.send(letter, { to: number, token: number, personal: aPersonal(classes, "N-1111-2222") });
  expect(await to("+821011112222", "이름")).toEqual({ outcome: "accepted", reply: "ESME_ROK", handle: "m-1" });
  expect(await to("+821033334444", "전화번호")).toMatchObject({ outcome: "accepted", handle: "m-2" });
  expect(server.submitted.map(({ destination_addr, short_message }) => [destination_addr, short_message?.message])).toEqual([
    ["821011112222", "유출: 이름. 번호 N-1111-2222"],
    ["821033334444", "유출: 전화번호. 번호 N-1111-2222"],
  ]);
  expect([transport.channel, transport.connections]).toEqual(["sms", 2]);
  transport.close();
});
