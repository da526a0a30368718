import { fromStepsOn, risk, riskAtHome, toAll, whenAndHow } from "./blocks";
import type { Wording } from "./types";

/** A full notice for people who stand in somebody else’s delivery list. Who named them is nobody’s business but that person’s, and is never said. */
export const thirdParty: Wording = {
  subject: { ko: "{{organisation}}: 배송지 목록에 있던 귀하의 개인정보가 유출되었습니다", en: "{{organisation}}: your personal data leaked from a list of delivery addresses" },
  sections: [
    toAll(
      `{{organisation}}의 배송지 목록에 있던 귀하의 개인정보가 유출되었습니다. ${risk.ko}`,
      `Your personal data leaked from a list of delivery addresses at {{organisation}}. ${risk.en}`,
    ),
    riskAtHome,
    toAll(
      "저희 회원이 아니셔도 해당됩니다. 누군가 선물이나 물건을 보내면서 귀하를 받는 분으로 적었기 때문입니다. 그분의 정보도 지켜야 하므로 누구인지는 알려 드리지 않습니다.\n\n지키지 못해 죄송합니다. {{as-of}} 기준으로 확인된 내용을 알려 드립니다.",
      "This is about you even if you have no account with us. Somebody named you as the person to receive a parcel. We must protect that person as well, so we do not say who it was.\n\nWe did not protect your data, and we are sorry. This is what is established as of {{as-of}}.",
    ),
    toAll(
      "## 유출된 항목\n\n{{leaked-list}}\n\n직접 확인하시려면 {{portal-url}} 주소를 직접 입력하고 이메일 주소나 휴대전화 번호를 넣어 주십시오. 그리로 받은 인증번호를 넣으시면 유출된 항목이 나옵니다. 가입하지 않으셔도 됩니다. 인터넷이 어려우시면 아래 담당 부서에 전화해 주십시오.",
      "## What leaked\n\n{{leaked-list}}\n\nTo see it for yourself, type {{portal-url}} into your browser. Enter your email address or your mobile number, then the code we send there. You need no account. If you would rather not go online, call the desk named below.",
    ),
    whenAndHow,
    ...fromStepsOn,
  ],
  sms: {
    text: {
      ko: "{{organisation}}의 배송지 목록에 있던 귀하의 개인정보가 유출되었습니다. 회원이 아니셔도 해당됩니다. 유출된 항목: {{leaked-classes}}. 하실 일과 권리는 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}}: your personal data leaked from a list of delivery addresses. You need not be a customer to be in it. What leaked: {{leaked-classes}}. Open our notice page yourself to see what to do and what your rights are. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
