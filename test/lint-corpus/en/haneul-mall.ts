import { claimed, confirmed, type CorpusNotice } from "../types";

/** An online shop. Forged sessions read the delivery lists of its customers. */
const domains = ["haneulmall.example", "www.kopico.go.kr"];
const facts = [
  confirmed("started", "24 June 2026"),
  confirmed("ended", "18 November 2026"),
  confirmed("discovered", "19 November 2026"),
  confirmed("people-affected", "4,536 people"),
  confirmed("reported", "20 November 2026"),
  claimed("intruder", "a former developer"),
];

export const haneulMall: CorpusNotice[] = [
  {
    id: "en-haneul-mall-first",
    locale: "en",
    kind: "first",
    subject: "Haneul Mall: your name and phone number leaked",
    text: `Your name and phone number leaked from Haneul Mall. We do not know everything yet. This is what we know so far.

## What we have confirmed

- What leaked: your name and your phone number.
- We found out on 19 November 2026.
- So far we count 4,536 people.

Some reports say that a former developer did this. The police are looking into it, and it is not confirmed.

## What you can do now

1. **Today:** hang up on anyone who calls about a parcel or a refund.
2. **This week:** ask your phone company to block small payments. It is free and takes five minutes.
3. If someone asks for a code, do not give it. We never ask for your password or your card number.

## What we are doing, and how to get relief

We revoked the key that was misused. We reported the leak on 20 November. If you have lost money, tell our team below and we will pay for the harm.

## Your rights

You can claim damages or statutory damages in court. You can also ask for mediation at https://www.kopico.go.kr. It costs nothing.

## Contact

Haneul Mall privacy team, +82-2-555-0101 or {{contact-desk}}

As soon as we know more, we will write to you again.`,
    sms: "Haneul Mall: your name and phone number leaked. Please read the notice on our site. We never ask for your password. No links in this message.",
    audience: { confirmed: ["names", "phone-numbers"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-haneul-mall-third-party",
    locale: "en",
    kind: "third-party",
    subject: "Your details were in a customer's delivery list, and they leaked",
    text: `Your {{leaked-classes}} leaked from Haneul Mall. You may never have shopped with us. Somebody sent you a parcel and typed in your details. We are sorry.

## When and how it happened

From 24 June to 18 November 2026 an intruder forged log-ins and opened the delivery lists of our customers. We learned of it on 19 November.

## What you can do

- **Change the code of your front door today.** Ask the building's office. The old code will then open nothing.
- **Be careful with calls about parcels.** Callers might know your street and your name.
- **Report it.** If a parcel comes that nobody ordered, do not open it and call us.

## What we did, and how we make good

We closed the way in and reported the leak. If you suffer harm, write to us. We repay costs such as a new lock.

## Your rights

You have the same rights as our customers. You can claim damages. You can claim statutory damages of up to 3,000,000 KRW without showing your loss. You can ask the Personal Information Dispute Mediation Committee for mediation.

## Who answers

Haneul Mall privacy team: +82-2-555-0101, weekdays from 9 to 6

## What else

There is nothing more that the law asks us to add. We keep this notice at {{portal-url}}.`,
    audience: { confirmed: ["names", "phone-numbers", "physical-addresses", "access-codes"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-haneul-mall-apology",
    locale: "en",
    kind: "apology",
    subject: "We are sorry",
    text: `Your name, your phone number, your delivery address and your building entrance code leaked because of us. I am sorry.

We left a key in use that should have been thrown away. Nobody checked for five months. Then we wrote to you and used the word “exposure”. That was the wrong word. Your data leaked.

Some of you could not sleep in your own homes. You had every reason to be angry. You trusted us with the way to your door.

## What changes now

- Nobody who leaves us keeps a key.
- We count how often each page is read, and we look at once when the count jumps.
- We no longer store entrance codes after the parcel has come.

I cannot undo this. I can tell you the truth, and I can pay for what it cost you. If you want to tell me what it did to you, call +82-2-555-0101 and ask for me.

The head of Haneul Mall`,
    audience: { confirmed: ["names", "phone-numbers", "physical-addresses", "access-codes"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-haneul-mall-law-word",
    locale: "en",
    kind: "correction",
    subject: "A correction to our notice of 20 November",
    text: `Your building entrance code was exposed as well. Our notice of 20 November 2026 left it out. We are sorry that you hear this late.

## What we now know

{{leaked-list}}

## When and how

An intruder forged log-ins from 24 June to 18 November 2026 and read the delivery lists.

## What to do

1. Ask your building's office to change the code today.
2. Tell the people who live with you.
3. Hang up on callers who say they bring a parcel.

## What we are doing and how to get relief

We revoked the key and told the regulator. Send us the bill for a new code. We pay it.

## Your rights

You can claim damages and statutory damages in court. You can ask for mediation instead. Our team will tell you how to apply.

## Contact

Haneul Mall privacy team, +82-2-555-0101

## Anything else

There is nothing more to add under the law. Your notice number is {{reference}}.`,
    audience: { confirmed: ["names", "phone-numbers", "physical-addresses", "access-codes"], possible: [] },
    facts,
    domains,
    planted: { rule: "law-word", quote: "was exposed as well" },
  },
  {
    id: "en-haneul-mall-class-missing",
    locale: "en",
    kind: "full",
    subject: "Your personal data leaked from Haneul Mall",
    text: `Your name, email address and delivery address leaked from Haneul Mall. We are sorry.

## What leaked

- Name
- Email address
- Delivery address

## When and how

Between 24 June and 18 November 2026 an intruder used forged log-ins to read customers' pages. We found out on 19 November.

## What you can do

1. Do not click links in mails about a refund.
2. Type our address yourself when you want to visit us.
3. Report strange calls to the police on 112.

## What we did and how to get relief

We closed the gap and reported it on 20 November. If you suffered harm, our team takes your claim and pays damages once it is checked.

## Your rights

The law gives you a claim for damages and for statutory damages. You can also file for mediation. To use these rights, go to court or to the mediation committee.

## Contact

Haneul Mall privacy team, +82-2-555-0101, privacy@haneulmall.example

## Further information

The law sets no further information for this case. We wrote this as of {{as-of}}.`,
    audience: { confirmed: ["names", "email-addresses", "physical-addresses", "purchases"], possible: [] },
    facts,
    domains,
    planted: { rule: "class-missing", quote: "purchases" },
  },
  {
    id: "en-haneul-mall-foreign-link",
    locale: "en",
    kind: "first",
    subject: "Your personal data leaked: what we know so far",
    text: `Your personal data leaked from {{organisation}}. So far we have confirmed: {{leaked-classes}}. We are still looking for more.

## What is known

- We found the leak on 19 November 2026.
- An intruder read pages with forged log-ins.

## What you can do now

1. Check what leaked about you at [our help page](http://hnl-care.example/check?id=4).
2. Hang up if a caller asks for a code.
3. Tell your family about such calls.

## What we are doing, and relief

We stopped the intruder and told the regulator on 20 November. If you suffered harm, write to us and we will make it good.

## Your rights

You can claim damages, claim statutory damages, or ask for mediation. Our team explains how.

## Contact

Haneul Mall privacy team, +82-2-555-0101

We will write again as soon as we know the rest.`,
    audience: { confirmed: ["names", "email-addresses", "phone-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "foreign-link", quote: "http://hnl-care.example/check?id=4" },
  },
];
