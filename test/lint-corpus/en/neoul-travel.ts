import { confirmed, disputed, type CorpusNotice } from "../types";

/** A travel agency. A mailing went out with the list of all travellers attached. */
const domains = ["neoul.example", "www.passport.go.kr"];
const facts = [
  confirmed("sent", "2 December 2026"),
  confirmed("discovered", "3 December 2026"),
  confirmed("people-affected", "1,127 travellers"),
  confirmed("recipients", "46 firms"),
  confirmed("deleted-at", "41 firms"),
  confirmed("first-notice", "4 December 2026"),
  confirmed("passport-fee", "50,000 KRW"),
  disputed("opened-by", "12 firms"),
];

export const neoulTravel: CorpusNotice[] = [
  {
    id: "en-neoul-travel-third-party",
    locale: "en",
    kind: "third-party",
    subject: "You travelled with a customer of ours, and your passport number leaked",
    text: `Your name, date of birth and passport number leaked from Neoul Travel. Somebody who booked a trip gave them to us so that you could fly. We sent them to the wrong people. We are sorry.

## When and how

On 2 December 2026 we attached the list of all travellers to a mail by mistake. It went to 46 firms. We found out on 3 December. It is in dispute if 12 firms opened the file.

## What you can do

1. **Get a new passport.** Apply at https://www.passport.go.kr. We pay the 50,000 KRW.
2. **Do not send anyone a photo of your passport.** We do not ask for one.
3. **Check before you fly.** If your passport changes, tell us the new number by phone.

## What we are doing, and how to get relief

We asked all firms to delete the file, and 41 firms did. If you suffer harm, our desk takes your claim and pays your loss.

## Your rights

It does not matter who booked. You can claim damages, or statutory damages of up to 3,000,000 KRW. You can ask for mediation, or go to court.

## Contact

Neoul Travel customer desk, +82-2-555-0133, help@neoul.example

## Anything else

No, there is nothing more that we must tell you.`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-neoul-travel-guidance-update",
    locale: "en",
    kind: "guidance-update",
    subject: "There is now a faster way to replace your passport",
    text: `Your name, date of birth and passport number leaked on 2 December 2026. We wrote to you on 4 December. Today we have news that makes one step easier.

## What is new

You can now ask for a new passport online. You only go to the office to pick it up.

## How to do it

1. Type www.passport.go.kr into your browser.
2. Upload a photo and send the form. This takes about 15 minutes.
3. Send the receipt to help@neoul.example. We pay back the 50,000 KRW.

If you already have a new passport, there is nothing to do. If you fly soon, call us first. We can correct your ticket.

## Be careful

Some people offer to do this for a fee. They are not from us. You might also get mails that look like ours. We never ask for a card number or a password.

Neoul Travel customer desk: +82-2-555-0133`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-neoul-travel-full",
    locale: "en",
    kind: "full",
    subject: "Your personal data leaked from Neoul Travel",
    text: `These data of yours leaked from {{organisation}}: {{leaked-classes}}. We are sorry. You gave them to us for a trip, not for this.

## When and how it leaked

On 2 December 2026 we sent a mail to 46 firms and attached the wrong file. The file had the data of 1,127 travellers. We learned of it on 3 December.

What did not leak: passwords, card numbers and your bookings at other agencies.

## What you can do, most urgent first

- Replace your passport if you can. It takes 15 minutes online, and we pay for it.
- Beware of mails about changed flights. Do not click. Call us.
- Keep your receipts. We repay what this costs you.

## What we did, and how to get relief

We asked for the file to be deleted. So far 41 firms have done so. We changed our mail system so that lists cannot be attached. If you are harmed, tell us and we will pay.

## Your rights

You may claim damages or statutory damages (Article 39-2, up to 3,000,000 KRW). You may also file for mediation with the committee on 1833-6972.

## Who to contact

{{contact-desk}}

## What else you should know

There is nothing else. If that changes, you will read it at {{portal-url}}.`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-neoul-travel-class-extra",
    locale: "en",
    kind: "third-party",
    subject: "Data about you leaked from a booking that somebody made for you",
    text: `Your name and passport number leaked from Neoul Travel. A person who travelled with you had given them to us. We are sorry.

## What leaked

- Your name
- Your passport number
- Your delivery address

## When and how

On 2 December 2026 we sent the list of travellers to 46 firms by mistake. We found out the day after.

## What you can do

1. Apply for a new passport. We pay the fee.
2. Delete mails that ask for a photo of your passport.
3. Call us if your flight is near.

## What we are doing, and remedy

We asked all of them to delete the list. If you suffer a loss, send us the bill. We will pay it.

## Your rights

You can claim damages and statutory damages in court. You can ask for mediation, which is free.

## Contact

Neoul Travel customer desk, +82-2-555-0133

## Further information

There is no further information that the decree asks for. Notice number {{reference}}.`,
    audience: { confirmed: ["names", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "class-extra", quote: "Your delivery address" },
  },
  {
    id: "en-neoul-travel-actions-buried",
    locale: "en",
    kind: "full",
    subject: "Neoul Travel: your passport number leaked",
    text: `Your name, date of birth and passport number leaked from Neoul Travel. We are sorry for this.

## What happened

On 2 December 2026 a mail with the list of all travellers went to 46 firms. We attached the wrong file. We learned of it on 3 December. You should get a new passport soon, and we pay the fee for it. Please do not answer mails about a changed flight, do not send anyone a photo of your passport, and call us before your next trip.

## What we are doing, and how to get relief

We asked for the file to be deleted, and 41 firms did so. If this costs you money, our desk will repay it.

## Your rights

You have a claim to damages and to statutory damages. You can file it in court. You can also ask for mediation.

## Contact

Neoul Travel customer desk, +82-2-555-0133, help@neoul.example

## What else

There is nothing more to say under the decree. This is our knowledge as of {{as-of}}.`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "actions-buried", quote: "You should get a new passport soon, and we pay the fee for it." },
  },
  {
    id: "en-neoul-travel-item-missing",
    locale: "en",
    kind: "correction",
    subject: "Your passport number leaked too: a correction",
    text: `Your passport number leaked as well. Our earlier notice did not name it. We are sorry that we have to write twice.

## All that leaked

{{leaked-list}}

## Why we write again

We had read only the first page of the list. Your passport number was on the second one.

## What you can do

1. Apply for a new passport at https://www.passport.go.kr. We pay the fee of 50,000 KRW.
2. Do not send a photo of your passport to anyone.
3. Be wary of calls about your next flight.

## What we are doing, and remedy

We have changed our mail system, so that no list can be attached. If you suffer harm, we pay damages. Our desk tells you what we need.

## Your rights

You can claim damages. If the loss is hard to show, you can claim statutory damages. You can ask the mediation committee to settle the case.

## Contact

Neoul Travel customer desk: +82-2-555-0133

## Anything else

There is nothing more for now. Your notice number is {{reference}}.`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "item-missing", quote: "time-and-circumstances" },
  },
];
