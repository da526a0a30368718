import type { Localized } from "@/db/values/locales";

/**
 * Wording of a notice. Placeholders are filled per person: `{{organisation}}`, `{{leaked-classes}}`, `{{portal-url}}`, `{{contact-desk}}`,
 * `{{as-of}}`, `{{reference}}`. What stands in square brackets is for the writer to replace before anybody approves it.
 */
export interface Wording {
  subject: Localized;
  paragraphs: Localized<string[]>;
  /** What goes to phones; without a link unless the approver allows the portal’s address. */
  sms: { text: Localized; link: boolean };
}

/** Kinds of notice that have wording to start from. */
export type StarterKind = "full" | "compensation";

/**
 * Wording to start from. The full notice has the five items of the Personal Information Protection Act, art. 34(1), in its order: what leaked, when
 * and how, what people can do, what the organisation does and how to get relief, whom to contact. No link signs anybody in.
 */
export const starterTemplates: Record<StarterKind, Wording> = {
  full: {
    subject: {
      ko: "{{organisation}}: 고객님의 개인정보가 유출되었습니다",
      en: "Your personal data leaked from {{organisation}}",
    },
    paragraphs: {
      ko: [
        "{{organisation}}에서 고객님의 개인정보가 유출되었습니다. 죄송합니다. {{as-of}} 기준으로 확인된 내용을 알려 드립니다.",
        "1. 유출된 항목: {{leaked-classes}}",
        "2. 유출된 시점과 경위: [언제부터 언제까지, 누가 어떻게 정보를 가져갔는지, 언제 알았는지]",
        "3. 지금 하실 일: [가장 급한 일 한 가지]. 항목마다 하실 일은 {{portal-url}} 에서 보실 수 있습니다. 주소를 직접 입력해 주십시오. 저희는 메일이나 문자로 비밀번호, 인증번호, 카드 번호를 묻지 않습니다.",
        "4. 저희의 조치와 구제 절차: [막은 일, 신고한 곳]. 피해를 입으셨다면 아래 담당 부서로 알려 주십시오. 손해배상을 청구하시거나 개인정보 분쟁조정위원회(1833-6972)에 조정을 신청하실 수도 있습니다.",
        "5. 담당 부서와 연락처: {{contact-desk}}",
        "이 메일이 진짜인지 의심되시면 위 연락처로 아래 번호를 말씀해 주십시오. 안내 번호: {{reference}}",
      ],
      en: [
        "Your personal data leaked from {{organisation}}. We are sorry. This is what is established as of {{as-of}}.",
        "1. What leaked: {{leaked-classes}}",
        "2. When and how: [from when to when, who took it and how, when we learned of it]",
        "3. What you can do now: [the most urgent thing]. What to do for each item is at {{portal-url}}. Please type the address yourself. We never ask for a password, a verification code or a card number by mail or text message.",
        "4. What we are doing, and how to get relief: [what was stopped, to whom it was reported]. If you have suffered harm, tell the department below. You can also claim damages, or ask the Personal Information Dispute Mediation Committee (1833-6972) for mediation.",
        "5. Department and contact: {{contact-desk}}",
        "If you doubt that this mail is genuine, call us and read out this number: {{reference}}",
      ],
    },
    sms: {
      text: {
        ko: "{{organisation}}에서 고객님의 개인정보가 유출되었습니다. 유출된 항목: {{leaked-classes}}. 하실 일은 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
        en: "{{organisation}}: your personal data leaked. What leaked: {{leaked-classes}}. Open our notice page yourself to see what to do. This message has no link. Notice number {{reference}}",
      },
      link: false,
    },
  },
  compensation: {
    subject: {
      ko: "{{organisation}}: 개인정보 유출에 대한 보상을 안내해 드립니다",
      en: "Compensation for the leak of your personal data at {{organisation}}",
    },
    paragraphs: {
      ko: [
        "{{organisation}}에서 고객님의 개인정보가 유출된 일에 대해 보상을 드립니다. {{as-of}} 기준으로 유출이 확인된 항목은 다음과 같습니다: {{leaked-classes}}",
        "보상 내용: [금액과 방법, 신청 기간]",
        "보상을 받으셔도 고객님의 권리는 그대로입니다. 손해배상 청구, 소송, 분쟁조정 신청을 포기하시는 것이 아닙니다.",
        "신청하시려면 {{portal-url}} 주소를 직접 입력해 주십시오. 이 메일에는 로그인하거나 바로 신청되는 링크가 없습니다. 그런 링크가 든 메일이나 문자는 가짜입니다.",
        "문의: {{contact-desk}}",
        "안내 번호: {{reference}}",
      ],
      en: [
        "We offer you compensation for the leak of your personal data at {{organisation}}. As of {{as-of}}, these are confirmed as leaked: {{leaked-classes}}",
        "What is offered: [amount, how it is paid, from when to when to apply]",
        "Accepting it takes away none of your rights. You do not give up damages, legal action or mediation.",
        "To apply, please type {{portal-url}} yourself. This mail has no link that signs you in or applies for you; a mail or text message with such a link is false.",
        "Questions: {{contact-desk}}",
        "Notice number: {{reference}}",
      ],
    },
    sms: {
      text: {
        ko: "{{organisation}}에서 개인정보 유출에 대한 보상을 드립니다. 저희 안내 페이지에 직접 접속해 신청해 주십시오. 보상을 받으셔도 권리는 줄어들지 않습니다. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
        en: "{{organisation}} offers you compensation for the leak of your data. Open our notice page yourself to apply. It takes away none of your rights. This message has no link. Notice number {{reference}}",
      },
      link: false,
    },
  },
};
