import { expect, it } from "vitest";
import { classifyHandover } from "./classify-handover";

const failure = (parts: { code?: string; command?: string; responseCode?: number; response?: string }) => Object.assign(new Error("failed"), parts);

it.each([
  ["a recipient refused for good", failure({ responseCode: 550, command: "RCPT TO", code: "EENVELOPE" }), false, "rejected"],
  ["a recipient put off", failure({ responseCode: 451, command: "RCPT TO", code: "EENVELOPE" }), false, "later"],
  ["a message refused for good", failure({ responseCode: 554, command: "DATA", code: "EMESSAGE" }), true, "rejected"],
  ["a message put off", failure({ responseCode: 452, command: "DATA", code: "EMESSAGE" }), true, "later"],
  ["a full mailbox, by its enhanced code", failure({ responseCode: 550, command: "RCPT TO", response: "550 5.2.2 mailbox full" }), false, "later"],
  ["a full mailbox, by its code alone", failure({ responseCode: 552, command: "DATA", response: "552 storage exceeded" }), true, "later"],
  ["a message that is too large", failure({ responseCode: 552, command: "DATA", response: "552 5.3.4 too big" }), true, "rejected"],
  ["a relay that goes down before the message", failure({ responseCode: 421, command: "RCPT TO" }), false, "unavailable"],
  ["a relay that goes down behind the message", failure({ responseCode: 421, command: "DATA" }), true, "later"],
  ["a sender refused", failure({ responseCode: 550, command: "MAIL FROM", code: "EENVELOPE" }), false, "unavailable"],
  ["a password refused", failure({ responseCode: 535, command: "AUTH PLAIN", code: "EAUTH" }), false, "unavailable"],
  ["no connection", failure({ code: "ECONNREFUSED", command: "CONN" }), false, "unavailable"],
  ["a connection that broke before the message", failure({ code: "ECONNECTION", command: "CONN" }), false, "unavailable"],
  ["a connection that broke after it had begun", failure({ code: "ECONNECTION", command: "CONN" }), true, "in-doubt"],
  ["silence after it had begun", failure({ code: "ETIMEDOUT", command: "CONN" }), true, "in-doubt"],
  ["an address that no connection can carry", failure({ code: "EENVELOPE", command: "API" }), false, "rejected"],
] as const)("sorts %s", (_, error, begun, outcome) => {
  expect(classifyHandover({ taken: false, error, begun }).outcome).toBe(outcome);
});

it("keeps the relay's words and not the address in them", () => {
  expect(classifyHandover({ taken: false, begun: false, error: failure({ responseCode: 550, command: "RCPT TO", response: "550 5.1.1 <person@example.com> unknown" }) }).reply).toBe("550 5.1.1 <…> unknown");
});
