/**
 * Korean banks by their three-digit institution code (Bank of Korea / KFTC participant codes), with the names people know them by and how many digits their account numbers have:
 * the current form, older ones that still work, and the ones that people choose themselves, such as a telephone number. The list is the one a claimant chooses from; a code outside it is refused.
 */
export const koreanBanks = [
  { code: "004", ko: "KB국민은행", en: "KB Kookmin Bank", digits: [10, 11, 12, 14] },
  { code: "088", ko: "신한은행", en: "Shinhan Bank", digits: [10, 11, 12, 13, 14] },
  { code: "020", ko: "우리은행", en: "Woori Bank", digits: [10, 11, 12, 13, 14] },
  { code: "081", ko: "하나은행", en: "Hana Bank", digits: [10, 11, 12, 14] },
  { code: "011", ko: "NH농협은행", en: "NH NongHyup Bank", digits: [10, 11, 12, 13, 14] },
  { code: "003", ko: "IBK기업은행", en: "Industrial Bank of Korea", digits: [10, 11, 12, 14] },
  { code: "023", ko: "SC제일은행", en: "Standard Chartered Bank Korea", digits: [11, 14] },
  { code: "002", ko: "KDB산업은행", en: "Korea Development Bank", digits: [11, 14] },
  { code: "007", ko: "Sh수협은행", en: "Suhyup Bank", digits: [10, 11, 12, 14] },
  { code: "031", ko: "iM뱅크(대구은행)", en: "iM Bank", digits: [10, 11, 12, 13, 14] },
  { code: "032", ko: "부산은행", en: "Busan Bank", digits: [10, 11, 12, 13] },
  { code: "034", ko: "광주은행", en: "Gwangju Bank", digits: [10, 11, 12, 13] },
  { code: "035", ko: "제주은행", en: "Jeju Bank", digits: [10, 11, 12] },
  { code: "037", ko: "전북은행", en: "Jeonbuk Bank", digits: [10, 11, 12, 13] },
  { code: "039", ko: "경남은행", en: "Kyongnam Bank", digits: [10, 11, 12, 13] },
  { code: "045", ko: "새마을금고", en: "MG Saemaul Geumgo", digits: [10, 11, 12, 13, 14] },
  { code: "048", ko: "신협", en: "Shinhyup (credit unions)", digits: [10, 11, 12, 13, 14] },
  { code: "071", ko: "우체국", en: "Korea Post", digits: [10, 11, 12, 13, 14] },
  { code: "089", ko: "케이뱅크", en: "K bank", digits: [10, 11, 12, 13, 14] },
  { code: "090", ko: "카카오뱅크", en: "KakaoBank", digits: [13] },
  { code: "092", ko: "토스뱅크", en: "Toss Bank", digits: [12, 14] },
] as const satisfies readonly { code: string; ko: string; en: string; digits: readonly number[] }[];

/** A bank by its code. */
export function bankOf(code: string): { code: string; ko: string; en: string; digits: readonly number[] } | undefined {
  return koreanBanks.find((bank) => bank.code === code);
}
