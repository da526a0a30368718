import { desk, genuine, toAll } from "./blocks";
import type { Wording } from "./types";

/** What everybody who has claimed has to know of their claims. What concerns one claim alone is written where it is decided. */
export const claimCorrespondence: Wording = {
  subject: { ko: "{{organisation}}: 개인정보 유출 보상 신청에 대해 알려 드립니다", en: "{{organisation}}: about your claim for the data that leaked" },
  sections: [
    toAll(
      "{{organisation}}에서 개인정보가 유출되어 신청하신 보상에 대해 알려 드립니다. [무엇이 결정되었거나 달라졌는지, 왜 그런지]",
      "This is about the compensation you claimed because your data leaked from {{organisation}}. [What was decided or has changed, and why]",
    ),
    toAll(
      "## 하실 일\n\n- **[언제까지, 몇 분]: [하실 일].** [하시면 어떻게 되는지]",
      "## What to do\n\n- **[By when, how many minutes]: [what to do].** [What happens then]",
    ),
    toAll(
      "신청 내용은 {{portal-url}} 주소를 직접 입력하고 이메일 주소나 휴대전화 번호를 인증하시면 보실 수 있습니다. 저희는 보상을 이유로 링크를 보내거나 수수료, 비밀번호, 카드 번호를 요구하지 않습니다.",
      "To see your claim, type {{portal-url}} into your browser yourself. Enter your email address or your mobile number, and the code we send there. We never send a link to claim, and we never ask for a fee, a password or a card number.",
    ),
    toAll(
      "## 결과가 잘못되었다고 생각하시면\n\n아래 담당 부서에 이유를 알려 주십시오. 다른 담당자가 다시 살펴봅니다. 보상 신청과 관계없이 손해배상 청구, 소송, 분쟁조정 신청을 모두 그대로 하실 수 있습니다.",
      "## If you think we got it wrong\n\nTell the desk below why. Somebody else will look at it again. Whatever comes of your claim, you can still claim damages, go to court or ask for mediation.",
    ),
    desk,
    genuine,
  ],
  sms: {
    text: {
      ko: "{{organisation}}: 개인정보 유출로 신청하신 보상에 대해 알려 드립니다. [하실 일과 기한] 자세한 내용은 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}}: this is about your claim for the data that leaked. [What to do, and by when] Open our notice page yourself to see more. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
