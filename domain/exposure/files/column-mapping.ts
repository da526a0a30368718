import type { ImportField } from "@/db/values/import";

/** Header words, folded, by field; a header that is one of them or begins with it and a number is proposed for the field. */
const words: Record<Exclude<ImportField, "ignore">, string[]> = {
  ref: ["ref", "id", "userid", "memberid", "accountid", "accountno", "회원번호", "고객번호", "아이디", "식별번호"],
  kind: ["kind", "type", "subjectkind", "구분", "유형"],
  named_by: ["namedby", "namedbyref", "owner", "accountref", "등록회원", "등록회원번호", "배송지등록회원"],
  email: ["email", "mail", "emailaddress", "이메일", "메일", "전자우편", "이메일주소"],
  phone: ["phone", "mobile", "tel", "phonenumber", "전화", "전화번호", "휴대폰", "휴대전화", "휴대폰번호", "연락처"],
  locale: ["locale", "language", "lang", "언어"],
  country: ["country", "countrycode", "국가"],
  time_zone: ["timezone", "tz", "시간대"],
  confirmed: ["confirmed", "confirmedclasses", "leaked", "유출항목", "확인항목", "유출확인"],
  possible: ["possible", "possibleclasses", "유출의심", "의심항목", "가능항목"],
  cleared: ["cleared", "notleaked", "미유출확인", "해제항목"],
  counts: ["counts", "count", "건수", "개수"],
  postal_name: ["postalname", "recipient", "recipientname", "addressee", "수취인", "수취인명", "받는사람", "받는분"],
  postal_code: ["postalcode", "postcode", "zip", "zipcode", "우편번호"],
  postal_address: ["postaladdress", "address", "addressline", "streetaddress", "주소", "도로명주소", "상세주소"],
  hints: ["hints", "hint", "힌트", "표시"],
};

function fold(header: string): string {
  return header.normalize("NFKC").toLowerCase().replace(/[\s_\-./()]/g, "");
}

/** Propose a field for each header, English or Korean; null where nothing fits and a person has to say. */
export function proposeMapping(headers: readonly string[]): (ImportField | null)[] {
  return headers.map((header) => {
    const folded = fold(header).replace(/\d+$/, "");
    for (const [field, known] of Object.entries(words)) if (known.includes(folded)) return field as ImportField;
    return null;
  });
}
