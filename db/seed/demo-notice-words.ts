import { starterTemplates, type StarterKind, type Wording } from "@/content/starter-templates/starter-templates";

/** What the demo's writers put where the starting wording has square brackets, in their order. */
const filled: Record<StarterKind, { ko: string[]; en: string[] }> = {
  full: {
    ko: [
      "2025년 6월 24일부터 11월 18일까지, 하늘몰의 로그인 시스템을 만들던 전 개발자가 폐기되지 않은 서명 키로 고객의 배송지 관리 화면을 열어 보았습니다. 저희는 11월 18일에 알았습니다.",
      "서명 키를 폐기하고 모든 로그인을 해제했으며, 개인정보보호위원회와 한국인터넷진흥원, 경찰에 신고했습니다",
    ],
    en: [
      "From 24 June to 18 November 2025, a former developer of our login system opened customers’ delivery address pages with a signing key that had not been revoked. We learned of it on 18 November.",
      "We revoked the key, signed everybody out, and reported the leak to the Personal Information Protection Commission, to KISA and to the police",
    ],
  },
  compensation: {
    ko: ["한 분당 5만 원 상당의 구매이용권 4장(5천 원, 5천 원, 2만 원, 2만 원), 사용 기간 3개월"],
    en: ["50,000 KRW for each person as four vouchers (5,000 + 5,000 + 20,000 + 20,000), valid for three months"],
  },
};

/** The demo's notices, ready to be approved. */
export function demoWording(kind: StarterKind): Wording {
  const rest = { ko: [...filled[kind].ko], en: [...filled[kind].en] };
  const fill = (text: string, locale: "ko" | "en") => text.replaceAll(/\[[^\]]+\]/g, () => rest[locale].shift() ?? "");
  return { ...starterTemplates[kind], sections: starterTemplates[kind].sections.map(({ when, text }) => ({ when, text: { ko: fill(text.ko, "ko"), en: fill(text.en, "en") } })) };
}
