import type { Localized } from "@/db/values/locales";
import type { DataClassSlug } from "../data-classes";
import type { WordingSection } from "./types";

/** A section for everybody. */
export function toAll(ko: string, en: string): WordingSection {
  return { when: {}, text: { ko, en } };
}

/** A section for those of whom this class leaked, for sure or possibly: it must be true of both. */
function toWhoLost(dataClass: DataClassSlug, ko: string, en: string): WordingSection {
  return { when: { dataClass }, text: { ko, en } };
}

/** The second sentence of a notice: what somebody who has the data can do to its reader. */
export const risk: Localized = {
  ko: "이 정보를 가진 사람이 저희나 택배사인 척 연락해 돈이나 인증번호를 노릴 수 있습니다.",
  en: "Whoever has it can pose as us or as a courier to get at your money or your sign-in codes.",
};

/** How a notice to those who lost something begins. */
export const itLeaked = toAll(`{{organisation}}에서 고객님의 개인정보가 유출되었습니다. ${risk.ko}`, `Your personal data leaked from {{organisation}}. ${risk.en}`);

/** The gravest risk, said at once to those who have it. */
export const riskAtHome = toWhoLost(
  "access-codes",
  "공동현관 비밀번호와 주소를 아는 사람은 집 문 앞까지 들어올 수 있습니다. **오늘 비밀번호를 바꾸어 주십시오.**",
  "Somebody who knows your entrance code and your address can walk up to your door. **Please have the code changed today.**",
);

/** What somebody can do, the most urgent first, with its effort and its effect: one list, whose points for single classes are in the notices of those who lost them. */
export const steps: WordingSection[] = [
  toAll(
    "## 지금 하실 일\n\n급한 일부터 적었습니다. 자세한 방법은 {{portal-url}} 주소를 직접 입력하시면 보실 수 있습니다.",
    "## What you can do now\n\nThe most urgent comes first. For more help, type {{portal-url}} into your browser yourself.",
  ),
  toWhoLost(
    "access-codes",
    "- **오늘, 10분: 공동현관 비밀번호 바꾸기.** 관리사무소나 건물주에게 바꾸어 달라고 하시고 이웃에도 알려 주십시오. 바꾸고 나면 예전 번호로는 문이 열리지 않습니다.",
    "- **Today, 10 minutes: have the entrance code changed.** Ask the building office or the owner, and tell your neighbours. Once it is changed, the old code opens nothing.",
  ),
  toWhoLost(
    "physical-addresses",
    "- **오늘, 20분: 누군가를 피해 지내신다면 보호 요청하기.** 112나 가까운 경찰서에 주소에 관한 이 통지를 받았다고 말씀하십시오. 순찰이나 신변 보호를 요청하실 수 있습니다.",
    "- **Today, 20 minutes: if you live where you do to stay away from somebody, ask for protection.** Tell the police (112) about this notice and your address. They can send patrols and keep watch.",
  ),
  toWhoLost(
    "phone-numbers",
    "- **오늘, 3분: 의심스러운 전화는 끊고 문자의 링크는 누르지 않기.** 누구라고 하든 끊고, 알고 계신 대표 번호로 다시 거십시오. 다시 걸어 보시면 사칭인지 바로 알 수 있습니다.",
    "- **Today, 3 minutes: hang up on odd calls, and tap no links in texts.** Whoever they say they are, call back on a number you know. That tells you at once who is real.",
  ),
  toAll(
    "- **오늘, 1분: 저희를 사칭한 연락 지우기.** 저희는 메일이나 문자로 비밀번호, 인증번호, 카드 번호를 묻지 않습니다. 답하지 않으시면 이런 수법은 통하지 않습니다.",
    "- **Today, 1 minute: delete messages that pretend to be from us.** We never ask for a password, a code or a card number by email or text. If nobody answers, the trick fails.",
  ),
  toWhoLost(
    "email-addresses",
    "- **이번 주, 10분: 이메일 계정에 2단계 인증 켜기.** 메일에 든 링크로는 로그인하지 마십시오. 2단계 인증을 켜면 비밀번호만으로는 메일함이 열리지 않습니다.",
    "- **This week, 10 minutes: turn on two-step sign-in for your email.** Do not sign in through links in emails. With two steps, a password alone does not open your inbox.",
  ),
  toWhoLost(
    "physical-addresses",
    "- **이번 주, 5분: 낯선 방문자를 집에 들이기 전에 확인하기.** 택배는 문 앞에 두게 하시고, 점검이라고 하면 그 회사에 먼저 전화하십시오. 진짜 직원이라면 기다려 줍니다.",
    "- **This week, 5 minutes: check who is at the door before you open it.** Have parcels left outside. If somebody comes to check something, call their firm first: real staff will wait.",
  ),
  toWhoLost(
    "purchases",
    "- **이번 주, 3분: 주문 내용을 알고 있는 전화도 믿지 않기.** 환불은 앱의 주문 내역에서만 확인하십시오. 카드 번호와 인증번호를 말하지 않으시면 이런 수법은 통하지 않습니다.",
    "- **This week, 3 minutes: do not trust a caller who knows your orders.** Look up refunds only in your order list. The trick fails if you give no card number and no code.",
  ),
  toAll(
    "- **이미 돈을 보내셨거나 위협을 받으셨다면, 2분: 바로 112에 신고하기.** 지급 정지를 빨리 요청하실수록 돈을 되찾기 쉽습니다.",
    "- **If you have sent money or been threatened, 2 minutes: call 112 at once.** The sooner a payment is stopped, the better the chance to get it back.",
  ),
];

/** What the organisation has done, and the way to relief. */
export const response = toAll(
  "## 저희의 조치와 피해 구제 절차\n\n[막은 일, 바꾼 것, 신고한 곳]\n\n피해를 입으셨다면 문자, 통화 기록, 송금 내역을 보관하고 아래 담당 부서에 신고해 주십시오. 저희가 확인해 배상 절차를 안내해 드립니다.",
  "## What we are doing, and how to get relief\n\n[What was stopped, what was changed, to whom it was reported]\n\nIf you have suffered harm, keep texts, call lists and proof of payments. Report it to the desk below. We will look into it and tell you how to be paid for your loss.",
);

export const desk = toAll("## 담당 부서와 연락처\n\n{{contact-desk}}", "## Whom to contact\n\n{{contact-desk}}");

/** Personal Information Protection Act, art. 39, 39-2 and 43, and how to use each. */
export const rights = toAll(
  "## 법이 보장하는 권리와 행사 방법\n\n- **손해배상:** 입으신 손해의 배상을 저희에게 청구하실 수 있습니다(개인정보 보호법 제39조). 위 담당 부서에 말씀하시거나 법원에 소송을 내시면 됩니다.\n- **법정손해배상:** 손해액을 증명하지 않고 300만 원 이하의 배상을 청구하실 수 있습니다(제39조의2). 법원에 청구하시면 법원이 금액을 정합니다.\n- **분쟁조정:** 소송 없이 해결하고 싶으시면 개인정보 분쟁조정위원회(1833-6972)에 신청하실 수 있습니다(제43조). 신청은 무료입니다.",
  "## Your rights by law, and how to use them\n\n- **Damages:** you can claim from us what the leak has cost you (Personal Information Protection Act, art. 39). Tell the desk above, or file a claim in court.\n- **Statutory damages:** you can claim up to 3,000,000 KRW without proof of how much you lost (art. 39-2). File it in court; the court sets the sum.\n- **Mediation:** to settle without a court, call the Personal Information Dispute Mediation Committee on 1833-6972 (art. 43). To apply is free.",
);

/** The law’s last item is whatever its decree adds: a part of its own, be it only to say that there is nothing more. */
const nothingElse = toAll(
  "## 그 밖에 알려 드릴 사항\n\n법령에서 정한 사항 가운데 더 알려 드릴 것은 없습니다. 새로 확인되는 것이 있으면 바로 다시 알려 드리겠습니다.",
  "## What else the law asks us to say\n\nThere is nothing more. If we learn something new, we will write to you again at once.",
);

/** How to tell a true message from a false one. The number to call is not taken from the message itself. */
export const genuine = toAll(
  "이 안내문이 진짜인지 확인하시려면 저희 홈페이지에서 전화번호를 찾아 전화해 주십시오. 아래 번호를 말씀하시면 확인해 드립니다.\n안내 번호: {{reference}}",
  "To check that this message is genuine, look up our phone number on our own site and call us. Read out this number.\nNotice number: {{reference}}",
);

export const whatLeaked = toAll("## 유출된 항목\n\n{{leaked-list}}", "## What leaked\n\n{{leaked-list}}");

export const whenAndHow = toAll(
  "## 유출된 시점과 경위\n\n[언제부터 언제까지, 누가 어떻게 정보를 가져갔는지, 언제 알았는지]",
  "## When and how\n\n[From when to when, who took it and how, when we learned of it]",
);

/** All that follows the circumstances in a notice with every item of art. 34(1), in the law's order. */
export const fromStepsOn: WordingSection[] = [...steps, response, desk, rights, nothingElse, genuine];
