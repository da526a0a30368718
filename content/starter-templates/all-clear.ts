import { desk, genuine, toAll } from "./blocks";
import type { Wording } from "./types";

/**
 * That classes of which people were told that they may have leaked did not (Enforcement Decree, art. 39-3(3)). It speaks of the classes, the check and its date, and never
 * of a person’s safety. What leaked of the reader otherwise is not in it, so the classes are written by hand.
 */
export const allClear: Wording = {
  subject: { ko: "{{organisation}}: 유출 가능성을 알려 드린 항목의 확인 결과", en: "{{organisation}}: result of our check of data that may have leaked" },
  sections: [
    toAll(
      "{{organisation}}에서 [처음 알려 드린 날]에 고객님의 일부 정보가 유출되었을 가능성이 있다고 알려 드렸습니다. 확인해 보니 아래 항목은 유출되지 않았습니다. 결과가 나올 때까지 오래 걱정하시게 해 죄송합니다.",
      "On [day of the earlier notice], {{organisation}} told you that some of your data may have leaked. We checked, and the data named below did not leak. We are sorry that you had to worry for so long.",
    ),
    toAll(
      "## 확인 결과\n\n- **항목:** [확인한 항목]\n- **결과:** 유출되지 않은 것으로 확인되었습니다.\n- **확인한 방법:** [누가 무엇을 어떻게 살펴보았는지]\n- **확인한 날:** [확인을 마친 날]",
      "## What the check found\n\n- **Data:** [the data that was checked]\n- **Result:** it was found not to have leaked.\n- **How it was checked:** [who looked at what, and how]\n- **Day of the check:** [when it was finished]",
    ),
    toAll(
      "## 이 결과에 들어 있지 않은 것\n\n이 결과는 위 항목만 다룹니다. 다른 항목이 유출되었다는 통지를 받으셨다면 그 내용은 그대로이고, 알려 드린 일은 계속 해 주십시오. {{as-of}} 기준으로 무엇이 유출되었는지는 {{portal-url}} 주소를 직접 입력해 확인하실 수 있습니다.\n\n새로운 사실이 확인되면 바로 다시 알려 드리겠습니다. 결과가 사실과 다르다고 생각하시면 아래 담당 부서에 알려 주십시오. 다시 확인하겠습니다.",
      "## What this does not cover\n\nThis result is about the data named above and no other. If we wrote to you that other data leaked, that still holds: please go on with the steps we named. To see what leaked as of {{as-of}}, type {{portal-url}} into your browser yourself.\n\nIf we learn something new, we will write again at once. If you think the result is wrong, tell the desk below. We will check again.",
    ),
    desk,
    genuine,
  ],
  sms: {
    text: {
      ko: "{{organisation}}: 유출 가능성을 알려 드린 항목의 확인 결과입니다. 유출되지 않은 것으로 확인된 항목: [확인한 항목]. 확인: [확인한 방법, 확인을 마친 날]. 다른 항목에 대한 통지는 그대로입니다. 이 문자에는 링크가 없습니다. 안내 번호 {{reference}}",
      en: "{{organisation}}: we checked data that may have leaked. Found not to have leaked: [the data that was checked]. Check: [how, and the day it was finished]. What we wrote about other data still holds. This message has no link. Notice number {{reference}}",
    },
    link: false,
  },
};
