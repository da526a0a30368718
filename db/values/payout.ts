/** How a benefit reaches a person. */
export const payoutMethods = ["vouchers", "bank-transfer"] as const;
export type PayoutMethod = (typeof payoutMethods)[number];

/**
 * Korean banks by their three-digit institution code (Bank of Korea / KFTC participant codes), with the names people know them by.
 * The list is the one a claimant chooses from; a code outside it is refused.
 */
export const koreanBanks = [
  { code: "004", ko: "KB국민은행", en: "KB Kookmin Bank" },
  { code: "088", ko: "신한은행", en: "Shinhan Bank" },
  { code: "020", ko: "우리은행", en: "Woori Bank" },
  { code: "081", ko: "하나은행", en: "Hana Bank" },
  { code: "011", ko: "NH농협은행", en: "NH NongHyup Bank" },
  { code: "003", ko: "IBK기업은행", en: "Industrial Bank of Korea" },
  { code: "023", ko: "SC제일은행", en: "Standard Chartered Bank Korea" },
  { code: "002", ko: "KDB산업은행", en: "Korea Development Bank" },
  { code: "007", ko: "Sh수협은행", en: "Suhyup Bank" },
  { code: "031", ko: "iM뱅크(대구은행)", en: "iM Bank" },
  { code: "032", ko: "부산은행", en: "Busan Bank" },
  { code: "034", ko: "광주은행", en: "Gwangju Bank" },
  { code: "035", ko: "제주은행", en: "Jeju Bank" },
  { code: "037", ko: "전북은행", en: "Jeonbuk Bank" },
  { code: "039", ko: "경남은행", en: "Kyongnam Bank" },
  { code: "045", ko: "새마을금고", en: "MG Saemaul Geumgo" },
  { code: "048", ko: "신협", en: "Shinhyup (credit unions)" },
  { code: "071", ko: "우체국", en: "Korea Post" },
  { code: "089", ko: "케이뱅크", en: "K bank" },
  { code: "090", ko: "카카오뱅크", en: "KakaoBank" },
  { code: "092", ko: "토스뱅크", en: "Toss Bank" },
] as const;
