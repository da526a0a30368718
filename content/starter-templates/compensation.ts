import { desk, genuine, toAll } from "./blocks";
import type { Wording } from "./types";

/** What is offered, and that taking it gives up nothing. It sells nothing, and nobody has to be a customer again to get it. */
export const compensation: Wording = {
  subject: { ko: "{{organisation}}: 개인정보 유출에 대한 보상을 안내해 드립니다", en: "Compensation for the leak of your personal data at {{organisation}}" },
  sections: [
    toAll(
      "{{organisation}}에서 고객님의 개인정보가 유출된 일에 대해 보상을 드립니다. {{as-of}} 기준으로 유출된 항목은 다음과 같습니다: {{leaked-classes}}",
      "Your personal data leaked from {{organisation}}, and we owe you for it. This is what leaked as of {{as-of}}: {{leaked-classes}}",
    ),
    toAll(
      "## 보상 내용\n\n[금액, 현금이나 현금처럼 받는 방법, 신청 기간]\n\n손해를 증명하지 않으셔도 됩니다. 탈퇴하셨더라도 다시 가입하지 않고 신청하실 수 있습니다.",
      "## What you get\n\n[Amount, how it is paid as cash or like cash, from when to when to apply]\n\nYou need not prove a loss. If you have closed your account, you need not open it again.",
    ),
    toAll(
      "## 고객님의 권리는 그대로입니다\n\n보상을 받으셔도 포기하시는 것은 없습니다. 손해배상 청구, 소송, 분쟁조정 신청을 모두 그대로 하실 수 있습니다.",
      "## Your rights stay as they are\n\nYou give up nothing when you take it. You can still claim damages, go to court or ask for mediation.",
    ),
    toAll(
      "## 신청 방법\n\n1. {{portal-url}} 주소를 직접 입력해 주십시오.\n2. 이메일 주소나 휴대전화 번호를 인증해 주십시오.\n3. ‘보상 신청하기’를 누르고 받으실 방법을 골라 주십시오. 3분쯤 걸립니다.\n\n이 안내문에는 바로 신청되는 링크가 없습니다. 그런 링크가 있거나 수수료, 비밀번호, 카드 번호를 요구하는 연락은 가짜입니다. 인터넷이 어려우시면 아래 담당 부서에 전화해 주십시오.",
      "## How to apply\n\n1. Type {{portal-url}} into your browser yourself.\n2. Enter your email address or your mobile number, and the code we send there.\n3. Choose “Claim compensation” and how you want to be paid. It takes about three minutes.\n\nNothing here is a link that applies for you. A message with such a link is false, and so is one that asks for a fee, a password or a card number. If you would rather not go online, call the desk below.",
    ),
    desk,
    genuine,
  ],
  sms: {
    text: {
      ko: "{{organisation}}에서 개인정보 유출에 대한 보상을 드립니다. 저희 안내 페이지에 직접 접속해 신청해 주십시오. 보상을 받으셔도 권리는 줄어들지 않습니다. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}} offers you compensation for the leak of your data. Open our notice page yourself to apply. It takes away none of your rights. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
