import type { Localized } from "@/db/values/locales";

export interface DataClass {
  label: Localized;
  /** The class's name at Have I Been Pwned, from which the slug is made; null where it has none. */
  hibp: string | null;
}

/**
 * Every kind of field that an incident can name. Slugs follow Have I Been Pwned's class names where one exists, so that datasets of other
 * sources can be compared; the label is what people read.
 */
export const dataClasses = {
  names: { label: { ko: "이름", en: "Name" }, hibp: "Names" },
  "email-addresses": { label: { ko: "이메일 주소", en: "Email address" }, hibp: "Email addresses" },
  "phone-numbers": { label: { ko: "전화번호", en: "Phone number" }, hibp: "Phone numbers" },
  "physical-addresses": { label: { ko: "배송지 주소", en: "Delivery address" }, hibp: "Physical addresses" },
  "access-codes": { label: { ko: "공동현관 비밀번호", en: "Building entrance code" }, hibp: null },
  purchases: { label: { ko: "최근 주문 내역", en: "Recent orders" }, hibp: "Purchases" },
  passwords: { label: { ko: "비밀번호", en: "Password" }, hibp: "Passwords" },
  "credit-cards": { label: { ko: "카드 번호 등 결제 정보", en: "Payment card" }, hibp: "Credit cards" },
  "customs-codes": { label: { ko: "개인통관고유부호", en: "Personal customs number" }, hibp: null },
  "bank-account-numbers": { label: { ko: "계좌번호", en: "Bank account number" }, hibp: "Bank account numbers" },
  "dates-of-birth": { label: { ko: "생년월일", en: "Date of birth" }, hibp: "Dates of birth" },
  genders: { label: { ko: "성별", en: "Gender" }, hibp: "Genders" },
  "government-issued-ids": { label: { ko: "신분증 정보", en: "Government-issued ID" }, hibp: "Government issued IDs" },
  "social-security-numbers": { label: { ko: "미국 사회보장번호", en: "US Social Security number" }, hibp: "Social security numbers" },
  "drivers-licenses": { label: { ko: "운전면허번호", en: "Driving licence" }, hibp: "Driver's licenses" },
  "passport-numbers": { label: { ko: "여권번호", en: "Passport number" }, hibp: "Passport numbers" },
  "tax-ids": { label: { ko: "납세자번호", en: "Tax number" }, hibp: null },
  "resident-registration-numbers": { label: { ko: "주민등록번호", en: "Resident registration number" }, hibp: null },
  usernames: { label: { ko: "아이디", en: "User name" }, hibp: "Usernames" },
  "ip-addresses": { label: { ko: "IP 주소", en: "IP address" }, hibp: "IP addresses" },
  "device-information": { label: { ko: "기기 정보", en: "Device information" }, hibp: "Device information" },
  "security-questions-and-answers": { label: { ko: "본인 확인 질문과 답변", en: "Security question and answer" }, hibp: "Security questions and answers" },
  "personal-health-data": { label: { ko: "건강정보", en: "Health data" }, hibp: "Personal health data" },
  "health-insurance-information": { label: { ko: "건강보험 정보", en: "Health insurance" }, hibp: "Health insurance information" },
  "biometric-data": { label: { ko: "생체인식정보", en: "Biometric data" }, hibp: "Biometric data" },
  "genetic-data": { label: { ko: "유전정보", en: "Genetic data" }, hibp: null },
  ethnicities: { label: { ko: "인종·민족", en: "Ethnicity" }, hibp: "Ethnicities" },
  religions: { label: { ko: "종교", en: "Religion" }, hibp: "Religions" },
  "political-views": { label: { ko: "정치적 견해", en: "Political views" }, hibp: "Political views" },
  "sexual-orientations": { label: { ko: "성적 지향", en: "Sexual orientation" }, hibp: "Sexual orientations" },
  "criminal-records": { label: { ko: "범죄경력", en: "Criminal record" }, hibp: null },
  "licence-plate-records": { label: { ko: "차량번호 인식 기록", en: "Licence plate reader records" }, hibp: null },
  "support-tickets": { label: { ko: "고객센터 문의 내용", en: "Customer service messages" }, hibp: "Support tickets" },
} as const satisfies Record<string, DataClass>;

export type DataClassSlug = keyof typeof dataClasses;
export const dataClassSlugs = Object.keys(dataClasses) as DataClassSlug[];

export function isDataClass(slug: unknown): slug is DataClassSlug {
  return typeof slug === "string" && Object.hasOwn(dataClasses, slug);
}
