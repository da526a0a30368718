import { describe, expect, it } from "vitest";
import { replyCode } from "@/domain/waves/rules";
import { replyMeaning, replyMeanings } from "./reply-codes";

describe("what a reply means", () => {
  it.each([
    ["550 5.1.1 <…>: Recipient address rejected: User unknown", "no-such-mailbox"],
    ["550 No such user", "no-such-mailbox"],
    ["552 5.2.2 Mailbox full", "mailbox-full"],
    ["452 4.2.2 Over quota", "mailbox-full"],
    ["450 4.7.1 Greylisted, come back in 5 minutes", "later"],
    ["451 Try again", "later"],
    ["421 4.7.28 Too many messages", "too-fast"],
    ["550 5.7.1 Blocked", "policy"],
    ["550 5.7.26 Unauthenticated mail", "authentication"],
    ["556 5.1.10 Recipient address has null MX", "no-such-domain"],
    ["554 5.6.0 Bad content", "content"],
    ["523 5.3.4 too big", "too-large"],
    ["499 what is this", "later"],
    ["599 what is this", "unread"],
    ["ETIMEDOUT", "connection-lost"],
    ["connection lost", "connection-lost"],
    ["EENVELOPE", "bad-address"],
    ["ESME_RINVDSTADR", "wrong-number"],
    ["ESME_RTHROTTLED", "too-fast"],
    ["HTTP 402 no credit", "gateway-login"],
    ["HTTP 503", "trouble"],
    ["not a phone number", "wrong-number"],
    ["", "unread"],
  ])("%s", (reply, meaning) => {
    expect(replyMeaning(replyCode(reply))).toBe(meaning);
  });

  it("is said and can be acted on in every language", () => {
    for (const { means, act } of Object.values(replyMeanings)) for (const text of [...Object.values(means), ...Object.values(act)]) expect(text).toMatch(/\.$/);
  });
});
