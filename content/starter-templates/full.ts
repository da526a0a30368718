import { fromStepsOn, itLeaked, riskAtHome, toAll, whatLeaked, whenAndHow } from "./blocks";
import type { Wording } from "./types";

/** The items of the Personal Information Protection Act, art. 34(1), in its order. */
export const full: Wording = {
  subject: { ko: "{{organisation}}: 고객님의 개인정보가 유출되었습니다", en: "Your personal data leaked from {{organisation}}" },
  sections: [
    itLeaked,
    riskAtHome,
    toAll("지키지 못해 죄송합니다. {{as-of}} 기준으로 확인된 내용을 알려 드립니다.", "We did not protect it, and we are sorry. This is what is established as of {{as-of}}."),
    whatLeaked,
    {
      when: { dataClass: "physical-addresses", subjectKind: "account-holder" },
      text: {
        ko: "배송지 목록에 적어 두신 다른 분들의 정보도 유출되었습니다. 그분들께는 저희가 따로 알려 드립니다.",
        en: "The people in your list of delivery addresses are affected, too. We write to them ourselves.",
      },
    },
    whenAndHow,
    ...fromStepsOn,
  ],
  sms: {
    text: {
      ko: "{{organisation}}에서 고객님의 개인정보가 유출되었습니다. 유출된 항목: {{leaked-classes}}. 하실 일과 권리는 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}}: your personal data leaked. What leaked: {{leaked-classes}}. Open our notice page yourself to see what to do and what your rights are. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
