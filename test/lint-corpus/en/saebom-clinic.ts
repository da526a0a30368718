import { confirmed, type CorpusNotice } from "../types";

/** A clinic. A laptop was stolen, and with it the list of appointments. */
const domains = ["saebom.example"];
const facts = [
  confirmed("stolen", "21 September 2026"),
  confirmed("discovered", "22 September 2026"),
  confirmed("people-affected", "2,310 patients"),
  confirmed("checked", "8 October 2026"),
];

export const saebomClinic: CorpusNotice[] = [
  {
    id: "en-saebom-clinic-possibility",
    locale: "en",
    kind: "possibility",
    subject: "Your health data may have leaked from Saebom Clinic",
    text: `Your {{leaked-classes}} may have leaked from our clinic. We are not sure yet. We tell you now so that you can take care.

## What we suspect, and since when

A laptop was stolen on 21 September 2026. It seems that a copy of the appointment list was on it. We saw that it was gone on 22 September.

## What possibly leaked

{{leaked-list}}

## What you can do

1. Hang up if a caller wants to talk about your illness. We do not call about test results.
2. If someone asks for money to keep quiet, do not pay. Call the police on 112.
3. Watch for mail from insurers you do not know.

## What we are doing, and how to get relief

We reported the theft and locked all other laptops. If you have suffered harm already, tell us. We will pay for it once it is shown.

## What happens next

Once we know, we will tell you at once. We will write if it leaked, and also if it did not.

## Contact

Saebom Clinic office, +82-31-555-0170, {{contact-desk}}`,
    audience: { confirmed: [], possible: ["names", "personal-health-data"] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-saebom-clinic-full",
    locale: "en",
    kind: "full",
    subject: "Your health data leaked from Saebom Clinic",
    text: `Your name, your phone number and your health data leaked. Nobody should have to read a sentence like that. We are sorry.

## What leaked

- your name and phone number
- your health data: the reason for your visit and the doctor's short note

Resident registration numbers were not on the laptop and did not leak.

## When and how

A laptop was stolen from the clinic in the night of 21 September 2026. It had no lock, so anyone can open it. It held the data of 2,310 patients. We found out on 22 September.

We do not know if anyone has looked at the data.

## What you can do

- **If a caller asks about your health,** hang up and call us back.
- **If someone wants money,** keep the message and call 112.
- **If this weighs on you,** come and talk to us. It costs nothing.

## What we are doing, and remedy

We told the police and the regulator. All other laptops are now locked. We pay for harm that this causes you, such as the cost of counselling.

## Your rights

You have a right to damages. You may ask for statutory damages if the harm is hard to prove. You may apply to the mediation committee, or go to court.

## Contact

Saebom Clinic office: +82-31-555-0170, privacy@saebom.example

## More to know

There is nothing more to know for now. We will add news at {{portal-url}}.`,
    audience: { confirmed: ["names", "phone-numbers", "personal-health-data"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-saebom-clinic-all-clear",
    locale: "en",
    kind: "all-clear",
    subject: "Your test results did not leak",
    text: `We wrote that your health data and your phone number may have leaked. We have now checked. Neither of them leaked.

## How we checked

The police found the laptop that was stolen on 21 September 2026. Experts read its disk and its logs. They were done on 8 October. The file with your data had never been opened.

## What this does not say

We checked this one laptop and this one file. We cannot promise that your data is safe everywhere. Nobody can.

## What you can do

- You do not need to do anything new.
- If you changed a password, keep the new one.
- If someone calls in our name, hang up and tell us.

## If you doubt this

Ask us to check again. You may also see the report.

We are sorry for the worry that we caused you.

Saebom Clinic office, +82-31-555-0170. Notice number {{reference}}`,
    audience: { confirmed: [], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "en-saebom-clinic-reassurance",
    locale: "en",
    kind: "possibility",
    subject: "Your data may have leaked",
    text: `Your name and your health data may have leaked from Saebom Clinic. It is not confirmed yet.

## What may have leaked

- Name
- Health data

## What we suspect

A laptop was stolen on 21 September 2026, and your record appears to have been on it. We noticed on 22 September. There is no need for you to worry at all.

## What you can do

1. Do not talk about your health with callers you do not know.
2. Do not click links in text messages about a test.
3. Call 112 if someone asks you for money.

## What we are doing, and how to get relief

We reported the theft. We are going through our backups to see what was on the disk. If you suffer harm, tell our office and we will pay for it.

## What happens next

As soon as we know, we will write to you again.

## Contact

Saebom Clinic office, +82-31-555-0170`,
    audience: { confirmed: [], possible: ["names", "personal-health-data"] },
    facts,
    domains,
    planted: { rule: "reassurance", quote: "There is no need for you to worry at all." },
  },
  {
    id: "en-saebom-clinic-comfort",
    locale: "en",
    kind: "apology",
    subject: "An apology from your doctor",
    text: `Your name and your health data leaked from my clinic. I am sorry.

I let a laptop lie in an open room without a lock on it. It was stolen on 21 September 2026. That was my doing and nobody else's.

You told me things that you tell nobody. I wrote them down and did not guard them. Happily, we have not come across a single case in which the data was put to ill use.

## What I will do from now on

- No note about you leaves the clinic.
- No machine runs without a lock.
- Old notes are deleted every year.

If it has cost you money, I will pay it back. If you want to shout at me, you may. My number is +82-31-555-0170.

Your doctor at Saebom Clinic`,
    audience: { confirmed: ["names", "personal-health-data"], possible: [] },
    facts,
    domains,
    planted: { rule: "comfort", quote: "we have not come across a single case in which the data was put to ill use" },
  },
  {
    id: "en-saebom-clinic-hard-to-read",
    locale: "en",
    kind: "full",
    subject: "Notification concerning your personal information",
    text: `Personal information that you provided to our institution, namely {{leaked-classes}}, has leaked. We apologise sincerely for this occurrence and its potential implications.

## Chronology and circumstances

An unidentified individual stole a portable computer containing appointment documentation from our premises during the night of 21 September 2026. Administrative personnel discovered its disappearance on 22 September. The device contained information relating to 2,310 patients.

## Recommended precautions

- Please terminate any unexpected telephone conversation in which a caller refers to your medical history.
- Please communicate any attempted extortion to the police immediately, preserving the original message.
- Please examine correspondence from insurance companies, particularly regarding unfamiliar transactions.

## Measures and remedy

We reported the incident to the competent authorities and initiated the encryption of all remaining equipment. Individuals who experience financial or psychological harm may request compensation through our administrative office.

## Entitlements

Affected individuals are entitled to damages and, alternatively, to statutory damages. Applications for mediation are submitted to the responsible committee, accompanied by appropriate documentation.

## Contact

Saebom Clinic administrative office, +82-31-555-0170

## Further information

There is no further information that we are required to communicate under the applicable regulations.`,
    audience: { confirmed: ["names", "phone-numbers", "personal-health-data"], possible: [] },
    facts,
    domains,
    planted: { rule: "hard-to-read", quote: "Administrative personnel discovered its disappearance" },
  },
];
