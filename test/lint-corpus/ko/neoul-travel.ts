import { confirmed, disputed, type CorpusNotice } from "../types";

/** A travel agency. A mailing went out with the list of all travellers attached. */
const domains = ["neoul.example", "www.passport.go.kr"];
const facts = [
  confirmed("sent", "2026년 12월 2일"),
  confirmed("discovered", "2026년 12월 3일"),
  confirmed("people-affected", "1,127명"),
  confirmed("recipients", "46곳"),
  confirmed("deleted-at", "41곳"),
  confirmed("first-notice", "2026년 12월 4일"),
  confirmed("passport-fee", "5만 원"),
  disputed("opened-by", "12곳"),
];

export const neoulTravel: CorpusNotice[] = [
  {
    id: "ko-neoul-travel-third-party",
    locale: "ko",
    kind: "third-party",
    subject: "일행의 예약에 적힌 여행자님의 여권번호가 유출되었습니다",
    text: `여행자님의 이름, 생년월일, 여권번호가 유출되었습니다. 함께 여행하신 분이 예약하면서 적어 주신 정보입니다. 저희의 실수로 벌어진 일이며 사과드립니다.

## 유출된 항목

- 이름
- 생년월일
- 여권번호

## 유출된 때와 경위

2026년 12월 2일 여행 안내 메일에 여행자 명단을 잘못 붙여 46곳에 보냈습니다. 저희는 12월 3일에 알았습니다. 받은 곳 가운데 12곳이 파일을 열었다고도 하나 확인되지 않았습니다.

## 하실 일

1. 여권을 다시 발급받으시길 권합니다. 수수료 5만 원은 저희가 냅니다. 신청은 https://www.passport.go.kr 에서 하십시오.
2. 항공권을 바꾸어 준다는 문자 속 링크를 누르지 마십시오.

## 조치와 구제

받은 곳에 삭제를 요청했고 41곳에서 지웠다는 답을 받았습니다. 손해를 입으셨다면 고객지원팀에 알려 주십시오. 배상 절차를 밟겠습니다.

## 여행자님의 권리

예약하신 분이 아니어도 권리는 같습니다. 손해배상과 법정손해배상을 청구하실 수 있습니다. 개인정보분쟁조정위원회에 분쟁조정을 신청하실 수도 있습니다.

## 연락처

너울여행 고객지원팀 02-555-0133, help@neoul.example

## 그 밖에

다른 법정 안내 사항은 없습니다.`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "ko-neoul-travel-correction",
    locale: "ko",
    kind: "correction",
    subject: "12월 4일 안내를 고쳐 다시 보냅니다",
    text: `고객님의 여권번호도 유출되었습니다. 12월 4일 안내에서는 이름과 생년월일만 유출되었다고 했습니다. 그 안내가 틀렸습니다.

## 지금까지 유출이 확인된 항목

{{leaked-list}}

## 왜 다시 알려 드리나요

처음에는 명단의 첫 장만 살폈습니다. 둘째 장에 여권번호가 있었습니다. 처음 안내에 “여권번호는 노출되지 않았다”고 쓴 것도 잘못입니다.

## 유출된 때와 경위

2026년 12월 2일 안내 메일에 명단을 잘못 붙여 발송했습니다. 1,127명의 정보가 들어 있었습니다.

## 하실 일

- **먼저:** 여권을 다시 발급받아 주십시오. 새 여권이 나오면 옛 번호는 쓸 수 없습니다.
- **다음:** 여권 사진을 보내 달라는 메일에는 답하지 마십시오.
- **그다음:** 수수료 5만 원을 저희에게 청구해 주십시오.

## 조치와 피해 구제

명단을 메일에 붙이지 못하도록 시스템을 바꾸었습니다. 피해를 입으셨다면 고객지원팀이 접수합니다.

## 권리

손해배상, 법정손해배상(300만 원 이하), 분쟁조정을 신청하실 수 있습니다. 분쟁조정은 수수료가 없습니다. 방법을 모르시면 저희에게 물어보셔도 됩니다.

## 담당 부서

{{contact-desk}}

## 그 밖의 안내

그 밖에 더 알려 드릴 내용이 없습니다. 처음 안내는 {{portal-url}} 에서 보실 수 있습니다.`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "ko-neoul-travel-guidance-update",
    locale: "ko",
    kind: "guidance-update",
    subject: "여권 재발급 방법이 쉬워졌습니다",
    text: `유출된 여권번호 때문에 여권을 바꾸셔야 하는 고객님께 새 방법을 알려 드립니다. 고객님의 이름, 생년월일, 여권번호가 유출된 일은 12월 4일에 알려 드렸습니다.

## 달라진 점

이제 구청에 가지 않고 온라인으로 신청하실 수 있습니다. 찾을 때만 한 번 가시면 됩니다.

## 순서

1. https://www.passport.go.kr 를 직접 입력해 접속합니다.
2. 사진을 올리고 신청합니다. 15분쯤 걸립니다.
3. 수수료 영수증을 help@neoul.example 로 보내 주십시오. 5만 원을 돌려 드립니다.

이미 바꾸셨다면 다시 하지 않으셔도 됩니다. 곧 여행을 떠나신다면 먼저 저희에게 전화해 주십시오. 표에 적힌 여권번호를 고쳐 드립니다.

## 조심하실 것

재발급을 대신해 준다며 돈을 받는 사람은 저희가 아닙니다. 저희는 여권 사진이나 카드 번호를 달라고 하지 않습니다.

문의는 너울여행 고객지원팀 02-555-0133으로 해 주십시오.`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: null,
  },
  {
    id: "ko-neoul-travel-class-extra",
    locale: "ko",
    kind: "full",
    subject: "너울여행에서 고객님의 개인정보가 유출되었습니다",
    text: `고객님의 이름, 생년월일, 여권번호, 이메일 주소가 유출되었습니다. 큰 걱정을 드려 죄송합니다.

## 언제 어떻게

2026년 12월 2일 안내 메일에 여행자 명단을 잘못 붙였습니다. 메일은 46곳에 발송되었습니다. 이튿날 받은 분의 전화로 알았습니다.

## 하실 일

1. 여권을 다시 발급받아 주십시오. 수수료는 저희가 부담합니다.
2. 여권 정보를 확인하자는 전화나 문자에 답하지 마십시오.
3. 이상한 일이 생기면 바로 알려 주십시오.

## 저희의 조치와 구제

받은 곳마다 삭제를 요청했고 41곳이 지웠습니다. 관계 기관에도 신고했습니다. 손해가 있으면 배상하겠습니다.

## 고객님의 권리

손해배상과 법정손해배상을 법원에 청구하실 수 있습니다. 개인정보분쟁조정위원회에 분쟁조정을 신청하실 수 있습니다.

## 담당 부서

너울여행 고객지원팀 02-555-0133

## 그 밖에

이 밖에 법령이 정한 안내 사항은 없습니다. 안내 번호 {{reference}}`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "class-extra", quote: "이메일 주소가 유출되었습니다" },
  },
  {
    id: "ko-neoul-travel-foreign-link",
    locale: "ko",
    kind: "guidance-update",
    subject: "여권 수수료를 돌려받는 방법을 알려 드립니다",
    text: `이름과 여권번호가 유출되어 여권을 바꾸신 고객님께 수수료를 돌려 드립니다. 번거로운 일을 겪게 해 드려 죄송합니다.

## 돌려받는 순서

1. 영수증을 사진으로 찍어 주십시오.
2. https://neoul-refund.example/form 에 사진을 올려 주십시오.
3. 돈을 받으실 방법을 골라 주십시오.

받으실 돈은 5만 원입니다. 올리신 뒤 이레 안에 보내 드립니다.

## 영수증이 없으시면

새 여권의 발급일이 적힌 면을 보여 주셔도 됩니다. 번호는 가리고 보내 주십시오.

## 아직 바꾸지 않으셨다면

여행 날짜가 가까우면 먼저 전화해 주십시오. 급한 발급을 도와 드립니다. 비용이 더 들면 그것도 저희가 냅니다.

## 사칭을 조심해 주십시오

저희 이름으로 돈을 먼저 보내 달라는 연락은 모두 가짜입니다. 그런 연락은 118에 신고해 주십시오.

문의: 너울여행 고객지원팀 02-555-0133`,
    audience: { confirmed: ["names", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "foreign-link", quote: "https://neoul-refund.example/form" },
  },
  {
    id: "ko-neoul-travel-actions-buried",
    locale: "ko",
    kind: "third-party",
    subject: "함께 예약된 여행자님의 정보가 유출되었습니다",
    text: `여행자님의 개인정보가 너울여행에서 유출되었습니다. 유출된 항목은 {{leaked-classes}} 입니다. 일행의 예약에 적혀 있던 정보입니다. 죄송합니다.

## 시점과 경위

2026년 12월 2일 여행자 명단이 붙은 메일을 46곳에 잘못 보냈습니다. 12월 3일에 이를 알았습니다.

## 조치와 구제

받은 곳에 연락해 삭제를 요청했습니다. 지금까지 41곳이 지웠습니다. 여권은 다시 발급받으시는 편이 좋고 수수료는 저희가 냅니다. 여권 사진을 보내 달라는 메일에는 답하지 마시고 항공권을 바꾸어 준다는 문자도 누르지 마십시오. 손해를 입으셨다면 고객지원팀이 접수해 배상합니다.

## 권리

손해배상이나 법정손해배상을 청구하실 수 있습니다. 소송을 원하지 않으시면 개인정보분쟁조정위원회에 분쟁조정을 신청하실 수 있습니다.

## 담당 부서와 연락처

너울여행 고객지원팀 02-555-0133, help@neoul.example

## 그 밖에 알려 드릴 사항

법령이 정한 다른 사항은 없습니다.`,
    audience: { confirmed: ["names", "dates-of-birth", "passport-numbers"], possible: [] },
    facts,
    domains,
    planted: { rule: "actions-buried", quote: "여권은 다시 발급받으시는 편이 좋고 수수료는 저희가 냅니다." },
  },
];
