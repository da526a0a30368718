import { confirmed, type CorpusNotice } from "../types";

/** A shop for cameras, where "exposure" is an everyday word. Somebody copied its table of log-ins. */
const domains = ["starlight-camera.example"];
const facts = [
  confirmed("copied", "27 October 2026"),
  confirmed("discovered", "5 November 2026"),
  confirmed("people-affected", "12,890 members"),
  confirmed("first-notice", "7 November 2026"),
];

export const starlightCamera: CorpusNotice[] = [
  {
    id: "en-starlight-camera-full",
    locale: "en",
    kind: "full",
    subject: "Your password leaked from Starlight Camera",
    text: `Your user name, email address, password and recent orders leaked from our shop. The passwords were scrambled, but in time somebody could read them. We are sorry.

## What leaked

- User name, email address and password
- Recent orders: what you bought and when, such as exposure meters or our book on long exposure

Names, phone numbers and payment cards did not leak.

## When and how

On 27 October 2026 an intruder got into our back office and downloaded the table of members. We found out on 5 November. It held 12,890 members.

## What to do

1. **Now, 2 minutes for each site:** change this password wherever else you use it. That is where the harm starts.
2. **Today, 5 minutes:** turn on two-step log-in for your mail.
3. **From now on:** do not click links in mails about a photo contest.

## What we did, and how to get relief

We deleted all old passwords and closed the back office to the outside. If another account of yours was taken over, tell us. We pay for the harm.

## Your rights

Articles 39 and 39-2 of the Act give you damages or statutory damages. The latter go up to 3,000,000 KRW. Mediation is open to you too: apply to the committee.

## Contact

Starlight Camera security team, +82-2-555-0188

## More to know

There is nothing more that the decree asks us to tell.`,
    audience: { confirmed: ["usernames", "email-addresses", "passwords", "purchases"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-starlight-camera-correction",
    locale: "en",
    kind: "correction",
    subject: "We correct our notice of 7 November: your orders leaked too",
    text: `Your recent orders leaked as well. Our notice of 7 November 2026 did not say so. It also said that your data “was exposed”. The right word is “leaked”.

## What leaked in all

{{leaked-list}}

## What is new in this notice

- We added your recent orders.
- We replaced the wrong word.
- All else stays as it was.

## When and how

An intruder copied our table of members on 27 October 2026. We found out on 5 November.

## What you can do

1. If you have not yet changed your password on other sites, please do it first.
2. Be wary of mails that name a camera you bought. They might come from the thief.
3. Report them to security@starlight-camera.example, and we will warn others.

## What we are doing, and remedy

We closed the way in. We now keep orders apart from log-ins. If you suffered harm, call us and ask for relief.

## Your rights

You can claim damages or statutory damages. You can go to court or ask for mediation. Our team helps you with the papers.

## Contact

{{contact-desk}}

## Anything else

Nothing else has changed. Both notices stay at {{portal-url}}.`,
    sms: "Starlight Camera: our last notice left something out. These of your data leaked: {{leaked-classes}}. Please read the new notice on our site.",
    audience: { confirmed: ["usernames", "passwords", "purchases"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-starlight-camera-guidance-update",
    locale: "en",
    kind: "guidance-update",
    subject: "A new way to log in without a password",
    text: `Your user name and password leaked from our shop, as we wrote on 7 November 2026. You can now log in with us without any password at all.

## How to set it up

1. Type {{portal-url}} into your browser.
2. Choose “log in with a key on this phone”.
3. Touch the sensor. You are done in a minute.

Your thumb print stays on your phone. We never see it.

## Why it helps

There is then no password with us that could leak. The old one opens nothing any more.

## Still to do elsewhere

- If you used the same password on other sites, change it there too.
- If a site will not let you in, ask its help desk.

Our shop in the old town, the one with the exposed brick, will help you in person. Bring your phone.

We never ask for your password, not even there. Call +82-2-555-0188 if anything is unclear.`,
    audience: { confirmed: ["usernames", "passwords"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-starlight-camera-hedge",
    locale: "en",
    kind: "full",
    subject: "Starlight Camera: about your personal data",
    text: `Your user name, email address and password were potentially obtained by somebody else. We are sorry.

## What it is about

- User name
- Email address
- Password

## When and how

On 27 October 2026 an intruder entered our back office and copied the table of members. We learned of it on 5 November.

## What you can do

1. Change this password on every site where you use it.
2. Turn on two-step log-in for your mail.
3. Delete mails that sell cameras far too cheap.

## What we did, and how to get relief

We deleted the old passwords and closed the back office. If another account of yours was taken over, tell us. We repay your loss.

## Your rights

You can claim damages and statutory damages. You can apply for mediation if you do not want to go to court.

## Contact

Starlight Camera security team: +82-2-555-0188

## What else

There is nothing more to tell you under the law. We wrote this as of {{as-of}}.`,
    audience: { confirmed: ["usernames", "email-addresses", "passwords"], possible: [] },
    facts,
    domains,
    planted: { rule: "hedge", quote: "were potentially obtained by somebody else" },
  },
  {
    id: "en-starlight-camera-promotion",
    locale: "en",
    kind: "correction",
    subject: "Correction: your email address leaked too",
    text: `Your email address leaked too. Our notice of 7 November 2026 named only your user name and password. We are sorry that it was not complete.

## What leaked

- User name
- Password
- Email address

## When and how

On 27 October 2026 an intruder broke into our back office and took a copy of the table of members.

## What you can do

1. Change your password on other sites.
2. Do not open files that come by mail from people you do not know.
3. Turn on two-step log-in for your mail.

## What we did, and how to get relief

We closed the gap and deleted the old passwords. If you have suffered harm, our team takes your claim.

Thank you for making us the best-loved camera shop in the country. The new autumn lenses are now in store.

## Your rights

You can claim damages or statutory damages. You can also ask for mediation. Call us if you want to know how.

## Contact

Starlight Camera security team, +82-2-555-0188

## Anything else

There is nothing else to tell. Your notice number is {{reference}}.`,
    audience: { confirmed: ["usernames", "passwords", "email-addresses"], possible: [] },
    facts,
    domains,
    planted: { rule: "promotion", quote: "the best-loved camera shop in the country" },
  },
  {
    id: "en-starlight-camera-risk-late",
    locale: "en",
    kind: "third-party",
    subject: "A message from Starlight Camera",
    text: `Starlight Camera has been a family shop for a long time. We care about pictures and about people. Every year we train our staff. We work with well-known experts. We spend a lot on keeping our systems up to date. Attacks on shops have become common in these days. Large firms are hit as well as small ones. Our team works hard to stay ahead of them. Even so, in the autumn an event took place that we want to tell you about. It was found thanks to the care of our staff.

## About the event

On 27 October 2026 an intruder copied a table in our back office. We found out on 5 November. A member had sent you a present from our shop. Your name and your delivery address leaked. We are sorry.

## What you can do

1. Hang up on callers who say they have a parcel for you.
2. Do not click links about a delivery.

## What we did, and how to get relief

We closed the back office to the outside. If you suffer harm, tell us. We pay for it.

## Your rights

You can claim damages and statutory damages, or apply for mediation.

## Contact

Starlight Camera security team, +82-2-555-0188

## What else

There is nothing more to tell under the decree.`,
    audience: { confirmed: ["names", "physical-addresses"], possible: [] },
    facts,
    domains,
    planted: { rule: "risk-late", quote: "Starlight Camera has been a family shop for a long time." },
  },
];
