import { desk, genuine, toAll } from "./blocks";
import type { Wording } from "./types";

/** Something new to do about a leak that people know of already. */
export const guidanceUpdate: Wording = {
  subject: { ko: "{{organisation}}: 개인정보 유출과 관련해 새로 하실 일을 알려 드립니다", en: "{{organisation}}: new steps to take after the leak of your data" },
  sections: [
    toAll(
      "{{organisation}}에서 유출된 고객님의 개인정보와 관련해 새로 하실 일이 있습니다. [무엇을 노린 어떤 위험이 새로 알려졌는지]",
      "There is something new to do about the data of yours that leaked from {{organisation}}. [Which risk has become known]",
    ),
    toAll("{{as-of}} 기준으로 고객님의 유출된 항목은 다음과 같습니다: {{leaked-classes}}", "As of {{as-of}}, this is what leaked about you: {{leaked-classes}}"),
    toAll(
      "## 새로 하실 일\n\n- **[언제까지, 몇 분]: [하실 일].** [어떻게 하고, 하면 무엇이 나아지는지]\n- **[언제까지, 몇 분]: [그다음으로 급한 일].** [어떻게 하고, 하면 무엇이 나아지는지]",
      "## What to do now\n\n- **[By when, how many minutes]: [what to do].** [How to do it, and what it changes]\n- **[By when, how many minutes]: [the next most urgent thing].** [How to do it, and what it changes]",
    ),
    toAll(
      "전에 알려 드린 일은 그대로 해 주십시오. 하실 일 전체는 {{portal-url}} 주소를 직접 입력해 보실 수 있습니다.",
      "What we told you before still holds. To see all steps, type {{portal-url}} into your browser yourself.",
    ),
    desk,
    genuine,
  ],
  sms: {
    text: {
      ko: "{{organisation}}: 개인정보 유출과 관련해 새로 하실 일이 있습니다. 유출된 항목: {{leaked-classes}}. 하실 일은 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}}: there are new steps to take after the leak of your data. What leaked: {{leaked-classes}}. Open our notice page yourself to see what to do. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
