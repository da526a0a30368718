import { starterTemplates } from "@/content/starter-templates/starter-templates";
import type { Wording } from "@/content/starter-templates/types";
import type { Localized } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";

/** What happened, and what was done about it, as the demo's writers say it. */
export const circumstances: Localized = {
  ko: "2025년 6월 24일부터 11월 18일까지, 하늘몰의 로그인 시스템을 만들던 전 개발자가 고객의 배송지 관리 화면을 열어 보았습니다. 퇴사할 때 폐기했어야 할 서명 키를 폐기하지 않아, 그 키로 로그인한 것처럼 꾸밀 수 있었습니다. 저희는 11월 18일에 알았습니다.",
  en: "From 24 June to 18 November 2025, a former developer of our login system opened customers’ delivery pages. We had not revoked a signing key when they left, and the key let them pose as a customer. We learned of it on 18 November.",
};
export const measures: Localized = {
  ko: "11월 18일에 서명 키를 폐기하고 모든 로그인을 해제했습니다. 퇴사자가 알던 다른 키도 모두 바꾸었습니다. 개인정보보호위원회와 한국인터넷진흥원, 경찰에 신고했습니다.",
  en: "On 18 November we revoked the key and signed everybody out. We replaced every other key that former staff knew. We reported the leak to the Personal Information Protection Commission, to KISA and to the police.",
};
const chief = { ko: "주식회사 하늘몰 대표이사 서지안", en: "Seo Jian, Chief Executive of Haneul Mall" };
const checked = { ko: "카드 번호 등 결제 정보", en: "payment card" };

/** What the demo's writers put where the starting wording has square brackets, in their order: sections first, then the text message. */
const filled: Record<NoticeKind, Localized[]> = {
  possibility: [
    {
      ko: "2025년 11월 18일, 한 고객의 문의를 받고 접속 기록을 살펴보았습니다. 누군가 위조한 로그인으로 배송지 관리 화면에 접근한 것으로 의심됩니다. 언제부터였는지, 누구의 정보를 열어 보았는지는 아직 모릅니다.",
      en: "On 18 November 2025 a customer asked us about a strange login, and we went through our records. We suspect that somebody had access to delivery pages with forged logins. We do not know yet since when, or whose data was opened.",
    },
    {
      ko: "의심되는 접속을 차단하고 모든 로그인을 해제했습니다. 개인정보보호위원회와 한국인터넷진흥원, 경찰에 신고했습니다.",
      en: "We blocked the access and signed everybody out. We reported it to the Personal Information Protection Commission, to KISA and to the police.",
    },
  ],
  first: [
    {
      ko: "2025년 11월 18일에 누군가 위조한 로그인으로 고객의 배송지 관리 화면을 열어 본 사실을 확인했습니다.",
      en: "On 18 November 2025 we established that somebody had opened customers’ delivery pages with forged logins.",
    },
    {
      ko: "언제부터 열어 보았는지, 모두 몇 분의 정보인지, 다른 항목도 유출되었는지를 조사하고 있습니다.",
      en: "We are still finding out when it began, how many people it concerns, and if more kinds of data leaked.",
    },
    {
      ko: "서명 키를 폐기하고 모든 로그인을 해제했습니다. 개인정보보호위원회와 한국인터넷진흥원, 경찰에 신고했습니다.",
      en: "We revoked the signing key and signed everybody out. We reported the leak to the Personal Information Protection Commission, to KISA and to the police.",
    },
  ],
  full: [circumstances, measures],
  correction: [
    { ko: "2025년 11월 30일", en: "30 November 2025" },
    {
      ko: "‘유출’이라고 분명히 말씀드리지 않았고, 공동현관 비밀번호가 유출된 사실을 빠뜨렸습니다.",
      en: "It did not say plainly that your data had leaked. It also left out that entrance codes leaked.",
    },
    circumstances,
    measures,
  ],
  "all-clear": [
    { ko: "2025년 11월 20일", en: "20 November 2025" },
    checked,
    {
      ko: "민관합동조사단이 2025년 6월 24일부터 11월 18일까지의 접속 기록을 모두 살펴보았고, 결제 정보에 접근한 기록은 없었습니다.",
      en: "the joint investigation went through all access records from 24 June to 18 November 2025. None shows access to payment data.",
    },
    { ko: "2026년 2월 10일", en: "10 February 2026" },
    checked,
    { ko: "민관합동조사단의 접속 기록 조사, 2026년 2월 10일", en: "access records, joint investigation, 10 February 2026" },
  ],
  "third-party": [circumstances, measures],
  apology: [
    chief,
    {
      ko: "개발자가 퇴사할 때 서명 키를 폐기하지 않았습니다. 그 사람이 그 키로 고객님의 배송지 관리 화면을 열어 보았습니다. 저희는 147일 동안 알아차리지 못했습니다. 처음에는 4,536개 계정이라고 잘못 알려 드렸고, 공동현관 비밀번호도 빠뜨렸습니다.",
      en: "When a developer left, we did not revoke a signing key. With that key the developer opened the delivery pages of our customers. For 147 days we did not notice. At first we told you that 4,536 accounts were affected, and that was wrong. We left out the entrance codes, too.",
    },
    {
      ko: "집 주소와 공동현관 비밀번호가 남의 손에 있다는 것이 어떤 일인지 생각합니다. 비밀번호를 바꾸러 가시는 시간도, 낯선 전화를 받을 때마다 드는 의심도 저희가 만든 것입니다.",
      en: "I think of what it means that a stranger has your address and the code to your building. The time it takes to have that code changed is our doing. So is the doubt each time an unknown number calls.",
    },
    { ko: "퇴사자가 알던 키를 모두 바꾸었습니다. 이제 키를 바꾸지 않으면 퇴사 절차가 끝나지 않습니다.", en: "We replaced every key that former staff knew. From now on, nobody’s departure is complete until their keys are replaced." },
    { ko: "한 사람의 정보를 비정상적으로 많이 열어 보면 바로 경보가 울립니다. 2025년 12월부터 그렇게 하고 있습니다.", en: "Since December 2025 an alarm sounds when one person’s data is opened too often." },
    chief,
    chief,
  ],
  "guidance-update": [
    {
      ko: "2025년 12월 29일 보상 발표 뒤로, 보상 신청 링크라며 카드 번호를 빼내려는 가짜 문자가 돌고 있습니다.",
      en: "Since compensation was announced on 29 December 2025, false texts go round. They hold a link to “claim” it and are after card numbers.",
    },
    { ko: "오늘, 1분", en: "Today, 1 minute" },
    { ko: "보상을 내세운 문자의 링크 누르지 않기", en: "tap no link in a text about compensation" },
    { ko: "저희가 보내는 문자에는 링크가 없습니다. 지우시고, 신청은 주소를 직접 입력해 해 주십시오. 그러면 가짜 신청 화면을 피하실 수 있습니다.", en: "Our texts hold no link. Delete the false ones, and type the address yourself to claim. That keeps you off the false page." },
    { ko: "오늘, 10분", en: "Today, 10 minutes" },
    { ko: "이미 카드 번호를 넣으셨다면 카드 정지하기", en: "if you have entered a card number, block the card" },
    { ko: "카드 뒷면의 번호로 전화해 정지와 재발급을 요청하십시오. 정지하면 그 번호로는 결제되지 않습니다.", en: "Call the number on the back of the card and ask for a new one. Once it is blocked, nobody can pay with the old one." },
  ],
  compensation: [
    {
      ko: "한 분당 50,000원을 드립니다. 구매이용권 4장(5,000원, 5,000원, 20,000원, 20,000원)과 같은 금액의 계좌 이체 가운데 고르실 수 있습니다. 2025년 12월 29일부터 3개월 동안 신청하실 수 있습니다. 구매이용권은 받으신 날부터 3개월 동안 쓰실 수 있습니다.",
      en: "50,000 KRW for each person. You choose: a bank transfer of that sum, or four vouchers (5,000 + 5,000 + 20,000 + 20,000 KRW). You can apply for three months from 29 December 2025. Vouchers are good for three months from the day you get them.",
    },
  ],
  "claim-correspondence": [
    {
      ko: "은행에서 송금이 되돌아와 보상을 아직 지급하지 못했습니다. 적어 주신 계좌번호나 예금주 이름이 은행의 기록과 다르기 때문입니다.",
      en: "We have not been able to pay you yet: the bank sent the money back. The account number or the name does not match the bank’s records.",
    },
    { ko: "2026년 3월 29일까지, 3분", en: "By 29 March 2026, 3 minutes" },
    { ko: "담당 부서에 전화해 계좌 확인하기", en: "call the desk to check your account" },
    { ko: "계좌를 바로잡으시면 영업일 5일 안에 다시 보내 드립니다.", en: "We will send the money again within five working days." },
    { ko: "송금이 되돌아왔습니다. 2026년 3월 29일까지 담당 부서에 전화해 계좌를 확인해 주십시오.", en: "The bank sent our payment back. Please call us by 29 March 2026 to check your account." },
  ],
};

/** The demo's notices, ready to be approved. */
export function demoWording(kind: NoticeKind): Wording {
  return fillIn(starterTemplates[kind], filled[kind]);
}

/** Put words where a wording has square brackets, in their order: sections first, then the text message. */
export function fillIn<W extends Pick<Wording, "subject" | "sections"> & { sms?: Wording["sms"] | undefined }>(wording: W, words: readonly Localized[]): W {
  const rest = { ko: words.map(({ ko }) => ko), en: words.map(({ en }) => en) };
  const fill = (text: string, locale: "ko" | "en") => text.replaceAll(/\[[^\]]+\]/g, () => rest[locale].shift() ?? "");
  const both = ({ ko, en }: Localized) => ({ ko: fill(ko, "ko"), en: fill(en, "en") });
  const sections = wording.sections.map(({ when, text }) => ({ when, text: both(text) }));
  return { ...wording, sections, ...(wording.sms && { sms: { ...wording.sms, text: both(wording.sms.text) } }) };
}
