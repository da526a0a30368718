import { desk, genuine, response, riskAtHome, steps, toAll } from "./blocks";
import type { Wording } from "./types";

/** That data may have leaked (Personal Information Protection Act, art. 34(2)). Nothing of it is confirmed, and nothing is said as if it were. */
export const possibility: Wording = {
  subject: { ko: "{{organisation}}: 고객님의 개인정보가 유출되었을 가능성이 있습니다", en: "{{organisation}}: your personal data may have leaked" },
  sections: [
    toAll(
      "{{organisation}}에서 고객님의 개인정보가 유출되었을 가능성이 있습니다. 유출되었다면 그 정보를 가진 사람이 저희나 택배사인 척 연락해 돈이나 인증번호를 노릴 수 있습니다.",
      "Your personal data may have leaked from {{organisation}}. If it did, whoever has it can pose as us or as a courier to get at your money or your sign-in codes.",
    ),
    riskAtHome,
    toAll(
      "걱정을 끼쳐 죄송합니다. 확인이 끝나기를 기다리지 않고 먼저 알려 드립니다. {{as-of}} 기준으로 파악한 내용입니다.",
      "We are sorry to give you this worry. We do not wait until we are sure, so that you can act now. This is what we know as of {{as-of}}.",
    ),
    toAll("## 유출되었을 가능성이 있는 항목\n\n{{leaked-list}}", "## What may have leaked\n\n{{leaked-list}}"),
    toAll(
      "## 유출이 의심되는 시점과 경위\n\n[언제 무엇을 보고 의심하게 되었는지, 언제 어떻게 접근한 것으로 의심되는지]",
      "## When and how we suspect it happened\n\n[What was seen and when, since when and how somebody is thought to have had access]",
    ),
    ...steps,
    response,
    desk,
    toAll(
      "## 다음 통지\n\n유출이 확인되면 무엇이 유출되었는지 바로 다시 알려 드리겠습니다. 유출되지 않은 것으로 확인되어도 알려 드리겠습니다.",
      "## When you will hear from us again\n\nAs soon as a leak is confirmed, we will write again and tell you what leaked. If we find that it did not leak, we will tell you that as well.",
    ),
    genuine,
  ],
  sms: {
    text: {
      ko: "{{organisation}}에서 고객님의 개인정보가 유출되었을 가능성이 있습니다. 항목: {{leaked-classes}}. 확인되면 바로 다시 알려 드립니다. 하실 일은 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}}: your personal data may have leaked: {{leaked-classes}}. We will write again as soon as it is confirmed. Open our notice page yourself to see what to do. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
