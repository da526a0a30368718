import type { SubjectKind } from "@/db/values/audience";
import type { Localized } from "@/db/values/locales";
import type { DataClassSlug } from "../data-classes";

/**
 * Wording of a notice, in Markdown. Placeholders are filled per person or per wave (`{{leaked-list}}`, `{{portal-url}}` …). What stands in square brackets is for the
 * writer to replace before anybody approves it.
 */
export interface Wording {
  subject: Localized;
  sections: { when: { dataClass?: DataClassSlug; evidence?: "confirmed" | "possible"; subjectKind?: SubjectKind }; text: Localized }[];
  /** What goes to phones; without a link unless the approver allows the portal’s address. */
  sms: { text: Localized; link: boolean };
}

/** Kinds of notice that have wording to start from. */
export type StarterKind = "full" | "compensation";

/**
 * Wording to start from. The full notice has the items of the Personal Information Protection Act, art. 34(1), in its order: what leaked, when and how, what people can
 * do, what the organisation does and how to get relief, whom to contact, which rights they have. No link signs anybody in.
 */
export const starterTemplates: Record<StarterKind, Wording> = {
  full: {
    subject: { ko: "{{organisation}}: 고객님의 개인정보가 유출되었습니다", en: "Your personal data leaked from {{organisation}}" },
    sections: [
      {
        when: {},
        text: {
          ko: "{{organisation}}에서 고객님의 개인정보가 유출되었습니다. 죄송합니다. {{as-of}} 기준으로 확인된 내용을 알려 드립니다.",
          en: "Your personal data leaked from {{organisation}}. We are sorry. This is what is established as of {{as-of}}.",
        },
      },
      { when: {}, text: { ko: "## 유출된 항목\n\n{{leaked-list}}", en: "## What leaked\n\n{{leaked-list}}" } },
      {
        when: {},
        text: {
          ko: "## 유출된 시점과 경위\n\n[언제부터 언제까지, 누가 어떻게 정보를 가져갔는지, 언제 알았는지]",
          en: "## When and how\n\n[From when to when, who took it and how, when we learned of it]",
        },
      },
      {
        when: {},
        text: {
          ko: "## 지금 하실 일\n\n항목마다 하실 일은 {{portal-url}} 에서 보실 수 있습니다. 주소를 직접 입력해 주십시오. 급한 일부터 적었습니다.",
          en: "## What you can do now\n\nWhat to do for each item is at {{portal-url}}. Please type the address yourself. The most urgent comes first.",
        },
      },
      {
        when: { dataClass: "access-codes" },
        text: {
          ko: "- **공동현관 비밀번호 바꾸기(10분):** 오늘 관리사무소에 변경을 요청하고 함께 사는 분들께 알려 주십시오. 바꾸면 유출된 번호로는 들어올 수 없습니다.",
          en: "- **Change your building’s entrance code (10 minutes):** ask the management today and tell those who live with you. Once it is changed, the leaked code opens nothing.",
        },
      },
      {
        when: {},
        text: {
          ko: "- **의심스러운 전화와 문자 끊기:** 저희는 메일이나 문자로 비밀번호, 인증번호, 카드 번호를 묻지 않습니다. 그런 연락은 답하지 말고 지워 주십시오.",
          en: "- **Hang up and delete:** we never ask for a password, a verification code or a card number by mail or text message. Whoever does is not us.",
        },
      },
      {
        when: {},
        text: {
          ko: "## 저희의 조치와 구제 절차\n\n[막은 일, 신고한 곳]. 피해를 입으셨다면 아래 담당 부서로 알려 주십시오.",
          en: "## What we are doing, and how to get relief\n\n[What was stopped, to whom it was reported]. If you have suffered harm, tell the department below.",
        },
      },
      {
        when: {},
        text: {
          ko: "## 고객님의 권리\n\n- 저희에게 손해배상을 청구하실 수 있습니다(개인정보 보호법 제39조).\n- 손해액을 증명하지 않고 300만 원 이하의 법정손해배상을 청구하실 수 있습니다(제39조의2).\n- 개인정보 분쟁조정위원회(1833-6972)에 조정을 신청하실 수 있습니다(제43조).",
          en: "## Your rights\n\n- You can claim damages from us (Personal Information Protection Act, art. 39).\n- You can claim statutory damages of up to 3,000,000 KRW without proving the amount of your loss (art. 39-2).\n- You can ask the Personal Information Dispute Mediation Committee (1833-6972) for mediation (art. 43).",
        },
      },
      { when: {}, text: { ko: "## 담당 부서와 연락처\n\n{{contact-desk}}", en: "## Department and contact\n\n{{contact-desk}}" } },
      {
        when: {},
        text: {
          ko: "이 메일이 진짜인지 의심되시면 위 연락처로 아래 번호를 말씀해 주십시오.\n안내 번호: {{reference}}",
          en: "If you doubt that this mail is genuine, call us and read out this number.\nNotice number: {{reference}}",
        },
      },
    ],
    sms: {
      text: {
        ko: "{{organisation}}에서 고객님의 개인정보가 유출되었습니다. 유출된 항목: {{leaked-classes}}. 하실 일은 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
        en: "{{organisation}}: your personal data leaked. What leaked: {{leaked-classes}}. Open our notice page yourself to see what to do. This message has no link. Notice number {{reference}}",
      },
      link: false,
    },
  },
  compensation: {
    subject: { ko: "{{organisation}}: 개인정보 유출에 대한 보상을 안내해 드립니다", en: "Compensation for the leak of your personal data at {{organisation}}" },
    sections: [
      {
        when: {},
        text: {
          ko: "{{organisation}}에서 고객님의 개인정보가 유출된 일에 대해 보상을 드립니다. {{as-of}} 기준으로 유출이 확인된 항목은 다음과 같습니다: {{leaked-classes}}",
          en: "We offer you compensation for the leak of your personal data at {{organisation}}. As of {{as-of}}, these are confirmed as leaked: {{leaked-classes}}",
        },
      },
      { when: {}, text: { ko: "## 보상 내용\n\n[금액과 방법, 신청 기간]", en: "## What is offered\n\n[Amount, how it is paid, from when to when to apply]" } },
      {
        when: {},
        text: {
          ko: "## 고객님의 권리는 그대로입니다\n\n보상을 받으셔도 손해배상 청구, 소송, 분쟁조정 신청을 포기하시는 것이 아닙니다.",
          en: "## Your rights stay as they are\n\nAccepting it takes away none of them. You do not give up damages, legal action or mediation.",
        },
      },
      {
        when: {},
        text: {
          ko: "## 신청 방법\n\n{{portal-url}} 주소를 직접 입력해 주십시오. 이 메일에는 로그인하거나 바로 신청되는 링크가 없습니다. 그런 링크가 든 메일이나 문자는 가짜입니다.",
          en: "## How to apply\n\nPlease type {{portal-url}} yourself. This mail has no link that signs you in or applies for you; a mail or text message with such a link is false.",
        },
      },
      { when: {}, text: { ko: "문의: {{contact-desk}}\n안내 번호: {{reference}}", en: "Questions: {{contact-desk}}\nNotice number: {{reference}}" } },
    ],
    sms: {
      text: {
        ko: "{{organisation}}에서 개인정보 유출에 대한 보상을 드립니다. 저희 안내 페이지에 직접 접속해 신청해 주십시오. 보상을 받으셔도 권리는 줄어들지 않습니다. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
        en: "{{organisation}} offers you compensation for the leak of your data. Open our notice page yourself to apply. It takes away none of your rights. This message has no link. Notice number {{reference}}",
      },
      link: false,
    },
  },
};
