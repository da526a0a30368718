import { fromStepsOn, itLeaked, riskAtHome, toAll, whatLeaked, whenAndHow } from "./blocks";
import type { Wording } from "./types";

/** A full notice in the place of one that was incomplete or wrong: what changed and why people hear again comes before its items. */
export const correction: Wording = {
  subject: { ko: "{{organisation}}: 개인정보 유출 통지를 바로잡아 다시 알려 드립니다", en: "{{organisation}}: we correct our notice about your leaked data" },
  sections: [
    itLeaked,
    riskAtHome,
    toAll(
      "## 다시 알려 드리는 까닭\n\n[지난 통지를 보낸 날]에 보내 드린 통지는 완전하지 않았습니다. [무엇이 빠지거나 틀렸고, 무엇이 맞는지]\n\n처음부터 정확히 알려 드리지 못해 죄송합니다. 지난 통지 대신 이 통지를 보아 주십시오. {{as-of}} 기준으로 확인된 내용입니다.",
      "## Why you hear from us again\n\nOur notice of [day of the earlier notice] was not complete. [What was left out or wrong, and what is right]\n\nWe should have got it right at first, and we are sorry. Please read this notice in place of that one. It says what is established as of {{as-of}}.",
    ),
    whatLeaked,
    whenAndHow,
    ...fromStepsOn,
  ],
  sms: {
    text: {
      ko: "{{organisation}}: 지난 유출 통지가 완전하지 않아 바로잡습니다. 죄송합니다. 유출된 항목: {{leaked-classes}}. 달라진 내용과 하실 일은 저희 안내 페이지에 직접 접속해 확인해 주십시오. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}}: our last notice about your leaked data was not complete. We are sorry. What leaked: {{leaked-classes}}. Open our notice page yourself to see what changed and what to do. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
