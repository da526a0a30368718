import { confirmed, type CorpusNotice } from "../types";

/** The bank of `blue-bank.ts`, later: it writes to those who claimed. */
const domains = ["bluebank.example"];
const facts = [confirmed("intrusion", "3 October 2026"), confirmed("compensation", "30,000 KRW"), confirmed("claim-until", "31 January 2027"), confirmed("answer-until", "15 January 2027")];
const audience: CorpusNotice["audience"] = { confirmed: ["names", "bank-account-numbers"], possible: [] };

export const blueBankClaims: CorpusNotice[] = [
  {
    id: "en-blue-bank-claim-correspondence",
    locale: "en",
    kind: "claim-correspondence",
    subject: "About your claim at Blue Bank",
    text: `Your {{leaked-classes}} leaked from Blue Bank on 3 October 2026, and you claimed 30,000 KRW. We tried to pay you, and the money came back to us.

The name on the account is not the name on your claim. That is the only thing that holds it up.

## What to do, most urgent first

1. **By 15 January 2027, 3 minutes: name another account.** Type {{portal-url}} into your browser and open your claim. We then pay within five days.
2. **Any time, 1 minute: hang up on callers who ask for a fee.** Paying you costs you nothing. We never ask for a password or a code.

## If you do not agree

Tell us why. Another person will look at your claim. You can still go to court or ask for mediation.

Questions: Blue Bank claims desk, +82-1599-0000. Your notice number is {{reference}}.`,
    audience,
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-blue-bank-claim-correspondence-promotion",
    locale: "en",
    kind: "claim-correspondence",
    subject: "Your claim at Blue Bank is granted",
    text: `Your name and your bank account number leaked from Blue Bank. You claimed for it, and we have granted your claim.

We send 30,000 KRW to your account within five days. Open a savings account this month and enjoy a better rate.

## What to do

- **In five days, 2 minutes: look for the money.** If it is not there, call us and we trace it.
- **Any time, 1 minute: hang up on callers who ask for a fee.** We never ask for one.

## Your rights stay as they are

You gave up nothing. You can still claim damages, go to court or ask for mediation.

Questions: Blue Bank claims desk, +82-1599-0000. Your notice number is {{reference}}.`,
    audience,
    facts,
    domains,
    planted: { rule: "promotion", quote: "Open a savings account this month and enjoy a better rate" },
  },
];
