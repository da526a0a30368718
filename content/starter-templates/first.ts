import { desk, genuine, itLeaked, response, rights, riskAtHome, steps, toAll } from "./blocks";
import type { Wording } from "./types";

/** The first of two notices, where what leaked, or when and how, is not established yet (Enforcement Decree, art. 39(2)). The rest follows in a full one. */
export const first: Wording = {
  subject: { ko: "{{organisation}}: 고객님의 개인정보가 유출되었습니다(1차 통지)", en: "Your personal data leaked from {{organisation}} (first notice)" },
  sections: [
    itLeaked,
    riskAtHome,
    toAll(
      "지키지 못해 죄송합니다. 조사가 끝나기를 기다리지 않고, 확인된 것부터 먼저 알려 드립니다.",
      "We did not protect it, and we are sorry. We do not wait for the inquiry to end: here is what we know.",
    ),
    toAll("## 지금까지 확인된 내용\n\n{{as-of}} 기준으로 유출된 항목입니다.\n\n{{leaked-list}}\n\n[시점과 경위 가운데 확인된 것]", "## What is confirmed so far\n\nThis is what leaked, as of {{as-of}}.\n\n{{leaked-list}}\n\n[What is confirmed of when and how]"),
    toAll("## 아직 확인하고 있는 내용\n\n[아직 모르는 것]", "## What we do not know yet\n\n[What is still to be established]"),
    ...steps,
    response,
    desk,
    rights,
    toAll(
      "## 다음 통지\n\n나머지는 확인되는 대로 바로 다시 알려 드리겠습니다. 지금 알려 드린 내용에서 달라지는 것이 있으면 그것도 함께 알려 드리겠습니다.",
      "## When you will hear from us again\n\nWe will write to you with the rest as soon as it is confirmed. If anything in this notice turns out to be wrong, we will say so.",
    ),
    genuine,
  ],
  sms: {
    text: {
      ko: "{{organisation}}에서 고객님의 개인정보가 유출되었습니다. 지금까지 확인된 항목: {{leaked-classes}}. 나머지는 확인되는 대로 다시 알려 드립니다. 하실 일은 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}}: your personal data leaked. Confirmed so far: {{leaked-classes}}. We will write again as soon as we know the rest. Open our notice page yourself to see what to do. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
