import { confirmed, type CorpusNotice } from "../types";

/** The bank of `blue-bank.ts`, later: it writes to those who claimed. */
const domains = ["bluebank.example"];
const facts = [confirmed("intrusion", "2026년 10월 3일"), confirmed("compensation", "3만 원"), confirmed("claim-until", "2027년 1월 31일"), confirmed("answer-until", "2027년 1월 15일")];
const audience: CorpusNotice["audience"] = { confirmed: ["names", "bank-account-numbers"], possible: [] };

export const blueBankClaims: CorpusNotice[] = [
  {
    id: "ko-blue-bank-claim-correspondence",
    locale: "ko",
    kind: "claim-correspondence",
    subject: "[푸른은행] 신청하신 보상에 대해 알려 드립니다",
    text: `2026년 10월 3일 푸른은행에서 고객님의 정보가 유출되어 보상 3만 원을 신청하셨습니다. 유출된 항목은 {{leaked-classes}} 입니다. 보내 드린 돈이 되돌아와 다시 여쭙니다.

적어 주신 예금주 이름이 신청하신 분의 이름과 다릅니다. 다른 것은 모두 확인했습니다.

## 하실 일, 급한 것부터

1. **2027년 1월 15일까지, 3분: 다른 계좌 적기.** {{portal-url}} 주소를 직접 입력하고 신청 내용을 여십시오. 적어 주시면 닷새 안에 보내 드립니다.
2. **언제든, 1분: 수수료를 달라는 전화 끊기.** 보상을 받으시는 데 드는 돈은 없습니다. 저희는 비밀번호와 인증번호를 묻지 않습니다.

## 동의하지 않으시면

이유를 알려 주십시오. 다른 직원이 다시 봅니다. 소송이나 분쟁조정도 그대로 신청하실 수 있습니다.

문의: 푸른은행 소비자보호부 1599-0000. 안내 번호는 {{reference}}입니다.`,
    audience,
    facts,
    domains,
    planted: null,
  },
  {
    id: "ko-blue-bank-claim-correspondence-promotion",
    locale: "ko",
    kind: "claim-correspondence",
    subject: "[푸른은행] 신청하신 보상을 드립니다",
    text: `푸른은행에서 고객님의 이름과 계좌번호가 유출되어 신청하신 보상을 승인했습니다.

적어 주신 계좌로 닷새 안에 3만 원을 보내 드립니다. 이번 달에 적금에 가입하시면 우대금리를 드립니다.

## 하실 일

- **닷새 뒤, 2분: 입금 확인하기.** 들어오지 않았으면 전화해 주십시오. 저희가 찾아 드립니다.
- **언제든, 1분: 수수료를 달라는 전화 끊기.** 저희는 수수료를 받지 않습니다.

## 권리는 그대로입니다

보상을 받으셔도 포기하시는 것은 없습니다. 손해배상 청구, 소송, 분쟁조정을 모두 하실 수 있습니다.

문의: 푸른은행 소비자보호부 1599-0000. 안내 번호는 {{reference}}입니다.`,
    audience,
    facts,
    domains,
    planted: { rule: "promotion", quote: "이번 달에 적금에 가입하시면 우대금리를 드립니다" },
  },
];
