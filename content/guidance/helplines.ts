import type { Localized } from "@/db/values/locales";

export interface Helpline {
  name: Localized;
  /** As dialled in Korea. */
  phone: string;
  /** When to call, and what they do. */
  for: Localized;
  hours: Localized;
}

/** Official lines in Korea. Numbers as the institutions publish them; look at them again with every release. */
export const helplines = {
  kisa: {
    name: { ko: "한국인터넷진흥원 118센터", en: "Korea Internet & Security Agency (KISA)" },
    phone: "118",
    for: { ko: "개인정보 침해 신고와 상담, 스미싱·스팸 문자 신고", en: "Advice on and reports of misuse of personal data, fraudulent links and spam" },
    hours: { ko: "24시간, 국번 없이", en: "Day and night" },
  },
  police: {
    name: { ko: "경찰", en: "Police" },
    phone: "112",
    for: { ko: "돈을 보냈거나, 누가 집 앞에 있거나, 협박을 받을 때", en: "If you sent money, somebody is at your door, or you are threatened" },
    hours: { ko: "24시간, 긴급 신고", en: "Day and night, emergencies" },
  },
  fss: {
    name: { ko: "금융감독원", en: "Financial Supervisory Service (FSS)" },
    phone: "1332",
    for: { ko: "금융사기 상담, 내 이름으로 대출이나 계좌가 생겼을 때", en: "Financial fraud; a loan or an account opened in your name" },
    hours: { ko: "평일 09:00~18:00 (금융사기 상담은 3번)", en: "Weekdays 09:00–18:00 (press 3 for fraud)" },
  },
  mediation: {
    name: { ko: "개인정보 분쟁조정위원회", en: "Personal Information Dispute Mediation Committee" },
    phone: "1833-6972",
    for: { ko: "소송 없이 손해배상을 받고 싶을 때. 조정 신청은 무료입니다.", en: "Seeking damages without going to court; applying for mediation is free" },
    hours: { ko: "평일 09:00~18:00", en: "Weekdays 09:00–18:00" },
  },
} as const satisfies Record<string, Helpline>;

export type HelplineId = keyof typeof helplines;
