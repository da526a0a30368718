import { confirmed, type CorpusNotice } from "../types";

/** A bank. A supplier of its loan desk lost a folder of applications to an intruder. */
const domains = ["bluebank.example"];
const facts = [
  confirmed("intrusion", "3 October 2026"),
  confirmed("discovered", "12 October 2026"),
  confirmed("first-notice", "13 October 2026"),
  confirmed("people-affected", "81,204 people"),
  confirmed("card-fee", "10,000 KRW"),
  confirmed("compensation", "30,000 KRW"),
  confirmed("claim-until", "31 January 2027"),
];

export const blueBank: CorpusNotice[] = [
  {
    id: "en-blue-bank-full",
    locale: "en",
    kind: "full",
    subject: "Blue Bank: your name, date of birth and bank account number leaked",
    text: `Your name, date of birth and bank account number leaked. Your phone number may have leaked too. You trusted us with them, and we are sorry.

Date of this notice: 15 October 2026

## Leaked for sure

- Name
- Date of birth
- Bank account number

## Possibly leaked

- Phone number. It was on some of the forms, and we are checking them one by one.

Your passwords and your card numbers did not leak.

## When and how

On 3 October 2026 an intruder broke into a supplier's server and copied a folder of loan forms. We found out on 12 October. The folder was about 81,204 people.

## What to do, most urgent first

1. **Turn on account alerts (3 minutes).** You will see at once if money leaves.
2. **Stop loans in your name (10 minutes).** Ask a credit office to lock your record. It is free.
3. **Hang up on callers who say they are the bank.** We never ask for a password or a code by phone.

## What we are doing, and how to get relief

We blocked the supplier's access. If someone takes money from your account, call us. We look into it and repay your loss.

## Your rights

Article 39 of the Personal Information Protection Act gives you a right to damages. Article 39-2 gives you statutory damages of up to 3,000,000 KRW. Go to court, or ask the mediation committee on 1833-6972.

## Contact

Blue Bank customer care, +82-1599-0000, day and night

## What else

Nothing more has to be told under the decree.`,
    audience: { confirmed: ["names", "dates-of-birth", "bank-account-numbers"], possible: ["phone-numbers"] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-blue-bank-correction",
    locale: "en",
    kind: "correction",
    subject: "We told you too little: your date of birth leaked as well",
    text: `Your date of birth leaked too. Our notice of 13 October named only your name and your account number. That was incomplete, and it was our mistake.

## All that leaked

- Your name
- Your bank account number
- Your date of birth

## Why you hear from us again

We had read the forms and not the file names. The date of birth was in the file names.

## When and how it leaked

An intruder got into a supplier's server on 3 October 2026 and took a copy of the loan forms.

## What you can do

- **Today:** change any PIN that is your birthday.
- **This week:** lock your credit record, so that nobody can borrow in your name.
- **From now on:** do not trust a caller only because they know your birthday.

## Measures and remedy

We closed the supplier's access and removed dates from file names. If you have suffered a loss, claim it from customer care. We answer within two weeks.

## Your rights

You may claim damages in court, or statutory damages if the loss is hard to show. You may file for mediation, which is free. Ask us if you need help with the forms.

## Contact

Blue Bank customer care: +82-1599-0000, care@bluebank.example

## Anything else

There is nothing else to tell you today. The first notice stays at {{portal-url}}.`,
    audience: { confirmed: ["names", "bank-account-numbers", "dates-of-birth"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-blue-bank-compensation",
    locale: "en",
    kind: "compensation",
    subject: "You can claim compensation for the leak",
    text: `Your {{leaked-classes}} leaked from Blue Bank in October 2026. We owe you more than words, so we pay compensation.

## What you get

- 30,000 KRW in cash for each person.
- 10,000 KRW more if you paid for a new card.
- Your real loss, if it was higher and you can show it.

## How to claim

1. Go to {{portal-url}}. Please type the address yourself.
2. Enter your notice number, {{reference}}.
3. Choose how you want to be paid. It takes five minutes.

You can claim until 31 January 2027. You can also come to a branch if you do not use the web.

## Good to know

Taking the money gives up nothing. You can still go to court or ask for mediation. We do not limit our liability in any way.

If you do not agree with our answer, ask us to look again. Another person will decide.

We never ask for a fee, a password or a code. Whoever does is not us.

Questions: Blue Bank claims desk, +82-1599-0000`,
    audience: { confirmed: ["names", "dates-of-birth", "bank-account-numbers"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-blue-bank-evidence-wrong",
    locale: "en",
    kind: "full",
    subject: "Blue Bank: personal data of yours leaked",
    text: `Your name and date of birth leaked from a supplier of Blue Bank. We are sorry that we did not keep them safe.

## What leaked

- Your name
- Your date of birth

## Still being checked

- Your bank account number: we cannot tell yet if it was among the data.

## When and how

On 3 October 2026 someone broke into the supplier's server and copied loan forms. We learned of it on 12 October.

## What to do

1. Turn on alerts in our app.
2. Lock your credit record. It is free.
3. Do not answer calls that offer a loan.

## What we are doing, and remedy

We blocked the supplier and reported the leak. If money is missing, call us and we repay your loss.

## Your rights

You can claim damages and statutory damages. You can apply for mediation at the mediation committee.

## Contact

Blue Bank customer care, +82-1599-0000

## What else

There is nothing more to tell under the decree. Your notice number is {{reference}}.`,
    audience: { confirmed: ["names", "dates-of-birth", "bank-account-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "evidence-wrong", quote: "Your bank account number: we cannot tell yet if it was among the data." },
  },
  {
    id: "en-blue-bank-figure-differs",
    locale: "en",
    kind: "compensation",
    subject: "How to claim your compensation from Blue Bank",
    text: `Your name and bank account number leaked from Blue Bank. We pay compensation to all who were hit.

## What we pay

- 30,000 KRW in cash to each person
- 10,000 KRW on top for a new card

## How to claim

1. Open {{portal-url}} by typing it.
2. Enter your notice number.
3. Tell us where to pay.

We accept claims until 31 March 2027. Nobody needs a lawyer for this. If you would rather come to a branch, bring something that shows who you are.

## What stays yours

All your rights stay as they are. You can accept the money and still sue us. You can also ask for mediation.

## Beware of fakes

We never ask you to pay first. If a caller does, hang up and call the police on 112.

## Contact

Blue Bank claims desk: +82-1599-0000 or {{contact-desk}}`,
    audience: { confirmed: ["names", "bank-account-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "figure-differs", quote: "31 March 2027" },
  },
  {
    id: "en-blue-bank-waiver",
    locale: "en",
    kind: "compensation",
    subject: "Your compensation is ready to be claimed",
    text: `Your {{leaked-classes}} leaked from Blue Bank. We are sorry, and we want to pay for it.

## What you can claim

- 30,000 KRW in cash
- the 10,000 KRW that a new card cost you

## How it works

1. Type {{portal-url}} into your browser.
2. Enter your number {{reference}}.
3. Check your details and send the form.

You will get the money in the month after. We write to you before we pay.

## Terms

The offer is open until 31 January 2027. By accepting this payment you release Blue Bank from any further demands about this matter. The payment is free of tax.

## Help

Call the Blue Bank claims desk on +82-1599-0000. We speak Korean and English. We will never ask for your password.`,
    audience: { confirmed: ["names", "dates-of-birth", "bank-account-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "waiver", quote: "you release Blue Bank from any further demands about this matter" },
  },
];
