import type { DataClassSlug } from "../data-classes";

/**
 * How kinds of data are called in notices, besides their labels: regular expressions that look at no case. A word that means another kind of data as well is left
 * out: a lint that finds too little is heard, one that finds too much is switched off.
 */
export const classWords: Partial<Record<DataClassSlug, { ko: string[]; en: string[] }>> = {
  names: { ko: ["(?<!(?:물건|상품|제품|파일|가게)(?:의)? ?)이름", "성명"], en: ["(?<!user ?)(?<!file ?)\\bnames?\\b"] },
  "email-addresses": { ko: ["이메일", "전자 ?우편", "메일 ?주소"], en: ["e-?mail address(es)?", "\\be-?mails?\\b(?= (and|or|,)|,)"] },
  "phone-numbers": { ko: ["전화 ?번호", "휴대 ?전화", "연락처 ?번호", "휴대폰"], en: ["(tele)?phone numbers?", "mobile numbers?", "cell numbers?"] },
  "physical-addresses": { ko: ["배송지(?! ?(?:관리 ?)?(?:화면|페이지|메뉴))", "배송 ?주소", "집 ?주소", "우편 ?주소", "(?<!메일 )(?<!메일)(?<!IP )주소(?!록)"], en: ["(delivery|postal|home|street|shipping|mailing|physical) address(es)?", "(?<!e-?mail )(?<!mail )(?<!ip )(?<!web )\\baddresses\\b"] },
  "access-codes": { ko: ["공동 ?현관", "현관 ?비밀 ?번호", "출입 ?(비밀)?번호"], en: ["entrance (door )?codes?", "door codes?", "access codes?", "entry codes?", "gate codes?"] },
  purchases: { ko: ["주문 ?(내역|정보|기록)", "구매 ?(내역|이력|기록|정보)", "최근 ?주문"], en: ["orders?\\b(?! to\\b)", "purchase(s| history)", "order history"] },
  passwords: { ko: ["(?<!현관 )(?<!현관)(?<!출입 )비밀 ?번호", "패스워드"], en: ["passwords?"] },
  "credit-cards": { ko: ["카드 ?(번호|정보)", "결제 ?(정보|수단)"], en: ["(credit|debit|payment) cards?( numbers?| details| data)?", "card (numbers?|details|data)", "payment (data|details|information)"] },
  "customs-codes": { ko: ["통관 ?(고유)? ?(부호|번호)"], en: ["customs (numbers?|codes?)"] },
  "bank-account-numbers": { ko: ["계좌"], en: ["bank account( numbers?| details)?", "account numbers?"] },
  "dates-of-birth": { ko: ["생년월일", "생일"], en: ["dates? of birth", "birth ?(dates?|days?)"] },
  genders: { ko: ["성별"], en: ["gender"] },
  "government-issued-ids": { ko: ["신분증"], en: ["government(-| )issued id", "identity (card|document)s?"] },
  "resident-registration-numbers": { ko: ["주민 ?(등록)? ?번호"], en: ["resident registration numbers?"] },
  usernames: { ko: ["아이디", "계정 ?이름"], en: ["user ?names?", "login names?"] },
  "ip-addresses": { ko: ["IP ?주소", "접속 ?주소"], en: ["ip address(es)?"] },
  "device-information": { ko: ["기기 ?정보", "단말 ?정보"], en: ["device (information|data|details)"] },
  "security-questions-and-answers": { ko: ["본인 ?확인 ?질문"], en: ["security questions?"] },
  "support-tickets": { ko: ["문의 ?(내용|내역|기록)", "상담 ?(내용|내역|기록)"], en: ["(customer service|support) (messages|tickets|requests|chats)", "messages to (our )?(customer service|support)"] },
};
