import { expect, it } from "vitest";
import { readPostedReceipt } from "./posted-events";

it.each([
  [{ handle: "g-1", status: "delivered" }, { handle: "g-1", kind: "delivered", words: "delivered" }],
  [{ handle: "g-1", status: "bounced", words: "no such number 01012345678" }, { handle: "g-1", kind: "bounced", words: "no such number …" }],
  [{ handle: "g-1", status: "queued" }, null],
  [{ status: "delivered" }, null],
  ["text", null],
])("reads %j posted by a gateway", (body, receipt) => {
  expect(readPostedReceipt(body)).toEqual(receipt);
});
