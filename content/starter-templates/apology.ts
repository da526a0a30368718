import { desk, genuine, toAll } from "./blocks";
import type { Wording } from "./types";

/** One person speaks to another: owns it, names what happened, sets no conditions, says what changes now. */
export const apology: Wording = {
  subject: { ko: "{{organisation}}: 고객님의 개인정보가 유출된 일을 사과드립니다", en: "{{organisation}}: we are sorry that your personal data leaked" },
  sections: [
    toAll(
      "저는 [직함과 이름]입니다. 저희가 고객님의 개인정보를 지키지 못해 유출되었습니다. 죄송합니다.",
      "I am [name and role]. We did not protect your personal data, and it leaked. I am sorry.",
    ),
    toAll("[무슨 일이 있었고 저희가 무엇을 잘못했는지]", "[What happened, and what we did wrong]"),
    toAll(
      "{{as-of}} 기준으로 고객님의 정보 가운데 유출된 것은 다음과 같습니다. {{leaked-classes}}.\n\n[이 일로 고객님이 무엇을 겪고 계신지]",
      "As of {{as-of}}, this is what leaked about you: {{leaked-classes}}.\n\n[What this means for the people who read this]",
    ),
    toAll(
      "## 이제 달라지는 것\n\n- [이미 바꾼 것]\n- [언제까지 무엇을 더 바꿀지]\n- 모르는 것은 모른다고 말씀드리겠습니다. 틀린 것은 고치고, 무엇을 고쳤는지 알려 드리겠습니다.",
      "## What changes now\n\n- [What has been changed]\n- [What else will change, and by when]\n- When we do not know, we will say so. When we are wrong, we will put it right and tell you what we changed.",
    ),
    toAll(
      "하실 일과 유출된 내용은 {{portal-url}} 주소를 직접 입력해 보실 수 있습니다. 전화로도 도와드립니다.\n\n모두 저희 잘못이고, 제 책임입니다. 다시 한번 사과드립니다.\n\n[직함과 이름]",
      "To see what leaked and what to do, type {{portal-url}} into your browser yourself. We help by phone as well.\n\nThe fault is ours, and I answer for it. Once more, I am sorry.\n\n[Name and role]",
    ),
    desk,
    genuine,
  ],
  sms: {
    text: {
      ko: "{{organisation}}: 저는 [직함과 이름]입니다. 고객님의 개인정보를 지키지 못해 유출되었습니다. 모두 저희 잘못입니다. 죄송합니다. 이제 무엇이 달라지는지는 저희 안내 페이지에 직접 접속해 보실 수 있습니다. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}}: I am [name and role]. We did not protect your personal data, and it leaked. The fault is ours. I am sorry. Open our notice page yourself to see what changes now. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
