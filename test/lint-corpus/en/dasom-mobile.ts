import { claimed, confirmed, disputed, type CorpusNotice } from "../types";

/** A phone company. Its customer service system was open to a partner's account that somebody had taken over. */
const domains = ["dasom.example"];
const facts = [
  confirmed("started", "14 September 2026"),
  confirmed("ended", "1 October 2026"),
  confirmed("discovered", "2 October 2026"),
  confirmed("people-affected", "240,318 customers"),
  confirmed("reported", "4 October 2026"),
  confirmed("checked", "20 October 2026"),
  confirmed("compensation", "20,000 KRW"),
  confirmed("claim-until", "15 January 2027"),
];
const sold = disputed("offered-for-sale", "500,000 records");
const taken = claimed("taken-by", "an agent who left in August");

export const dasomMobile: CorpusNotice[] = [
  {
    id: "en-dasom-mobile-first",
    locale: "en",
    kind: "first",
    subject: "Dasom Mobile: your phone number and device information leaked",
    text: `Your phone number and your device information leaked from Dasom Mobile. We are still looking for the rest. Here is what we can say today.

## Confirmed as of {{as-of}}

- Someone used a partner's account to open our service desk's screens.
- This went on from 14 September to 1 October 2026.
- We count 240,318 customers so far.

## Not confirmed

A post on the web offers 500,000 records for sale. We dispute that number, and the police are checking it. One partner claims that it was an agent who left in August. We do not know.

## Do this first

1. **Lock your SIM in our app.** It takes one minute. Nobody else can then use your number.
2. **Block small payments.** You can undo this at any time.
3. **Never read out a code to a caller.** We do not ask for one.

## What we are doing, and relief

We blocked the account and reported the leak on 4 October. If a payment appears that you did not make, call 114. We stop the bill and look into it.

## Your rights

Damages, statutory damages and mediation are open to you. Our team tells you how to apply.

## Contact

Dasom Mobile data team, +82-2-555-0114, {{contact-desk}}

When we know more, we will let you know at once.`,
    audience: { confirmed: ["phone-numbers", "device-information"], possible: [] },
    facts: [...facts, sold, taken],
    domains,
    planted: null,
  },
  {
    id: "en-dasom-mobile-all-clear",
    locale: "en",
    kind: "all-clear",
    subject: "Your customer service messages did not leak",
    text: `We told you that your customer service messages had possibly leaked. That was not so. As of 20 October 2026 we have checked every log, and they did not leak.

## What we did to find out

We went through each page view from 14 September to 1 October. An outside team did the same and did not know our result. Both came to the same answer.

## The limits of this answer

It is about your messages to our service desk and nothing else. It is not a promise that you are safe from fraud.

## What to do

- You can leave the SIM lock on. It does no harm.
- If you get a call that asks for a code, hang up.

## If you think we are wrong

Tell us why, and we will check again. You will get our answer in writing.

We are sorry for three weeks of doubt.

Dasom Mobile data team, +82-2-555-0114, notice number {{reference}}`,
    audience: { confirmed: [], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-dasom-mobile-apology",
    locale: "en",
    kind: "apology",
    subject: "This was our fault",
    text: `Your {{leaked-classes}} leaked from Dasom Mobile. It was our fault, and I am sorry.

We gave a partner an account and never looked at it again. For weeks a stranger read what you had told us. We should have seen it on the first day.

I have read your letters. One of you wrote: “Do not tell me to rest assured.” I will not. One of you lost money to a caller who knew too much. We have paid it back, and we will do so for everyone.

## What is different from today

1. Partner accounts are shut at night.
2. A person looks at every odd access within the hour.
3. Each quarter you can read at {{portal-url}} if we kept our word.

You owe us no trust. If you want to leave us, you can do so without a fee. If you want to talk, call +82-2-555-0114.

The head of Dasom Mobile`,
    audience: { confirmed: ["phone-numbers", "support-tickets"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-dasom-mobile-unconfirmed",
    locale: "en",
    kind: "full",
    subject: "Your phone number leaked from Dasom Mobile",
    text: `Your phone number, device information and IP address leaked from Dasom Mobile. We are sorry.

## What leaked

- Phone number
- Device information
- IP address

## When and how

From 14 September to 1 October 2026 the screens of our service desk were opened with a partner's account. The thief is an agent who left in August. We found out on 2 October.

## What you can do

1. Lock your SIM in our app. It takes one minute.
2. Block small payments.
3. Hang up if a caller asks for a code.

## What we did, and how to get relief

We blocked the account and reported the leak on 4 October. If someone made payments in your name, call us. We stop the bill and repay your loss.

## Your rights

You can claim damages or statutory damages in court. You can ask for mediation, and it is free.

## Contact

Dasom Mobile data team, +82-2-555-0114, privacy@dasom.example

## What else

There is nothing more to tell under the decree.`,
    audience: { confirmed: ["phone-numbers", "device-information", "ip-addresses"], possible: [] },
    facts: [...facts, taken],
    domains,
    planted: { rule: "unconfirmed-as-fact", quote: "The thief is an agent who left in August." },
  },
  {
    id: "en-dasom-mobile-long-sentence",
    locale: "en",
    kind: "all-clear",
    subject: "Your device information did not leak",
    text: `We told you that your device information may have leaked. We checked until 20 October 2026. It did not leak.

## How we know

We read the log of each day in turn, and where a line was not clear we asked the team that had been at work on that day, and they looked at their own notes and at the mails they had sent, and only when both of them said the same did we put a mark next to the line and go on to the next.

An outside firm did the same work on its own. It came to the same end.

## What this does not cover

We looked at our own systems. We cannot speak for other firms.

## What to do

- You need not do anything new.
- Keep the SIM lock on if you like.
- Go on to be wary of calls in our name.

## If you do not agree

Ask us to look again. We will write back to you with what we find.

Dasom Mobile data team, +82-2-555-0114`,
    audience: { confirmed: [], possible: [] },
    facts,
    domains,
    planted: { rule: "long-sentence", quote: "and where a line was not clear we asked the team that had been at work on that day" },
  },
  {
    id: "en-dasom-mobile-contact-unreachable",
    locale: "en",
    kind: "compensation",
    subject: "We pay you for the leak: how to claim",
    text: `Your phone number and device information leaked from Dasom Mobile. You had the trouble, so we pay for it.

## What you get

- 20,000 KRW off your next bill, or the same in cash if you like that better
- the full loss, if someone made payments in your name

## How to claim

1. Type {{portal-url}} into your browser.
2. Enter your notice number, {{reference}}.
3. Choose cash or bill.

You can claim until 15 January 2027. It takes three minutes. We pay within a month.

## Your rights stay

You can take this and still claim damages in court. You can also ask for mediation. You sign nothing away.

## If we say no

You can ask for a second look. Another person will decide, and will tell you why.

## Watch out

We never ask for your password or a code. We do not come to your door.

## Questions

Please turn to the claims desk of Dasom Mobile. Its people will be glad to help you.`,
    audience: { confirmed: ["phone-numbers", "device-information"], possible: [] },
    facts,
    domains,
    planted: { rule: "contact-unreachable", quote: "Please turn to the claims desk of Dasom Mobile." },
  },
];
