import type { RevisionContent } from "@/domain/incidents/types";

/** The reference case as a company that owns up to it would tell it; what figures it names by name are in `demo-fact-words.ts`. The company and its people are invented; dates and figures are those of the case. */
export const haneulMall: RevisionContent = {
  timeZone: "Asia/Seoul",
  organisation: { ko: "하늘몰", en: "Haneul Mall" },
  title: {
    ko: "하늘몰 고객의 이름, 연락처, 배송지 주소, 공동현관 비밀번호가 유출되었습니다",
    en: "Names, contact details, delivery addresses and building entrance codes of Haneul Mall’s customers leaked",
  },
  sections: {
    whatHappened: {
      ko: `{{fact:leak-period}} 147일 동안, 하늘몰의 로그인 시스템을 만들던 전 개발자가 고객의 배송지 관리 화면을 {{fact:page-reads}} 열어 보았습니다. 퇴사할 때 폐기했어야 할 서명 키를 폐기하지 않아, 그 키로 로그인한 것처럼 꾸밀 수 있었습니다.

저희는 11월 18일 고객의 문의를 받고서야 이 사실을 알았습니다. 147일 동안 알아차리지 못한 것은 저희 책임입니다.

11월 20일에는 4,536개 계정이라고 알려 드렸습니다. 조사가 끝나기 전의 잘못된 숫자였고, 11월 29일에 바로잡았습니다. 처음 안내에서 유출이라고 분명히 말씀드리지 않았고, 공동현관 비밀번호도 빠뜨렸습니다.`,
      en: `For 147 days, from {{fact:leak-period}}, a former developer of our login system opened customers’ delivery address pages {{fact:page-reads}} times. We had not revoked a signing key when that developer left, and the key made it possible to pose as a logged-in customer.

We learned of it on 18 November, and only because a customer asked. Not noticing for 147 days is our failure.

On 20 November we said that 4,536 accounts were affected. That figure was wrong; the investigation had not finished. We corrected it on 29 November. Our first notice also did not say plainly that data had leaked, and it left out the building entrance codes.`,
    },
    whatLeaked: {
      ko: `사람마다 유출된 항목이 다릅니다. 이메일 주소를 확인하시면 본인의 항목을 보실 수 있습니다.

배송지 목록에 적힌 받는 분의 이름, 전화번호, 주소도 유출되었습니다. 하늘몰 회원이 아니어도 선물이나 물건을 받으신 적이 있으면 해당될 수 있습니다.`,
      en: `What leaked differs from person to person. Check your e-mail address to see what leaked about you.

The names, phone numbers and addresses of recipients in customers’ address lists leaked as well. If somebody ever sent you a parcel from Haneul Mall, this can concern you even if you have no account with us.`,
    },
    whatNot: {
      ko: `2026년 2월 10일 조사 결과까지, 아래 항목에 접근한 기록은 찾지 못했습니다. 새로운 사실이 확인되면 이 페이지를 고치고, 해당하는 분께 다시 알려 드리겠습니다.`,
      en: `As of the findings of 10 February 2026, no record of access to the following was found. If that changes we will correct this page and write again to everyone concerned.`,
    },
    whatWeDo: {
      ko: `- 11월 18일에 문제의 서명 키를 폐기하고 모든 고객의 로그인을 해제했습니다.
- 퇴사자가 알던 모든 키를 바꾸었고, 이제 퇴사 절차에서 키를 바꾸지 않으면 절차가 끝나지 않습니다.
- 한 사람의 정보를 비정상적으로 많이 열어 보면 바로 경보가 울립니다.
- 개인정보보호위원회와 한국인터넷진흥원에 신고했고, 경찰 수사와 민관합동조사에 협조하고 있습니다.
- 유출이 확인된 모든 분께 보상을 드립니다. 보상을 받으셔도 소송이나 분쟁조정을 신청할 권리는 그대로입니다.`,
      en: `- On 18 November we revoked the signing key and signed every customer out.
- We replaced every key that former staff knew. From now on, nobody’s departure is complete until their keys are replaced.
- An alarm now sounds when one person’s data is opened unusually often.
- We reported the leak to the Personal Information Protection Commission and the Korea Internet & Security Agency (KISA), and we are working with the police and the joint investigation.
- Everyone whose data is confirmed as leaked is offered compensation. Accepting it takes away none of your rights: you can still sue or ask for mediation.`,
    },
    whatYouCanDo: {
      ko: `- 무엇이 유출되었는지 먼저 확인해 주십시오. 항목마다 하실 일을 안내해 드립니다.
- 공동현관 비밀번호가 유출되었다면 관리사무소에 비밀번호 변경을 요청해 주십시오. 가장 먼저 하실 일입니다.
- 하늘몰, 택배사, 카드사를 사칭한 전화와 문자를 조심해 주십시오. 저희는 보상이나 환불을 이유로 링크를 보내거나 비밀번호, 인증번호를 묻지 않습니다.
- 이미 피해를 입으셨다면 경찰(112)에 신고하고 아래 담당 부서로도 알려 주십시오.`,
      en: `- First check what leaked about you. For each item we say what to do.
- If your building’s entrance code leaked, ask the building’s management to change it. Do this first.
- Beware of calls and messages in the name of Haneul Mall, a courier or a card company. We never send a link for compensation or a refund, and we never ask for a password or a verification code.
- If you have already suffered harm, report it to the police (112) and tell the department below.`,
    },
  },
  contact: {
    department: { ko: "하늘몰 개인정보보호센터", en: "Haneul Mall privacy centre" },
    phone: "080-000-0100",
    email: "privacy@haneulmall.example",
    hours: { ko: "매일 09:00~21:00 (한국 시각), 무료 통화, 영어 상담 가능", en: "Every day 09:00–21:00 (Korea time), free of charge, in Korean and English" },
    post: { ko: "서울특별시 마포구 하늘로 1\n하늘몰 개인정보보호센터 (우 04100)", en: "Haneul Mall privacy centre\n1 Haneul-ro, Mapo-gu, Seoul 04100, Korea" },
  },
  apology: {
    text: {
      ko: `고객님의 정보를 지키지 못했습니다. 죄송합니다.

퇴사자의 키를 폐기하지 않은 것도, 147일 동안 몰랐던 것도, 처음에 4,536개 계정이라고 잘못 알려 드린 것도 모두 저희 잘못입니다. 유출이라는 말을 바로 쓰지 않았고, 집 앞까지 들어올 수 있는 공동현관 비밀번호를 빠뜨렸습니다. 불안해하실 고객님보다 회사를 먼저 생각한 안내였습니다. 대표이사인 제 책임입니다.

집 주소와 공동현관 비밀번호가 남의 손에 있다는 것이 어떤 일인지 생각합니다. 비밀번호를 바꾸러 관리사무소에 가시는 시간도, 낯선 전화를 받을 때마다 드는 의심도 저희가 만든 것입니다.

확인된 사실은 확인된 대로, 모르는 것은 모른다고 말씀드리겠습니다. 틀린 것이 있으면 이 페이지에서 고치고 무엇을 고쳤는지 남기겠습니다. 보상을 받으신다고 해서 고객님의 권리가 줄어드는 일은 없습니다.

다시 한번 깊이 사과드립니다.`,
      en: `We did not protect your data. I am sorry.

We failed to revoke a key when a developer left. We failed to notice for 147 days. We told you that 4,536 accounts were affected, and that was wrong. We did not use the word “leak” at once, and we left out the entrance codes that lead to your front door. Those notices were written with the company in mind before you. That is my responsibility as chief executive.

I know what it means that your address and the code to your building are in a stranger’s hands. The time you spend getting that code changed, and the doubt each time an unknown number calls, are our doing.

We will tell you what is confirmed, and say so when we do not know. When we are wrong we will correct it on this page and show what we corrected. Accepting compensation takes away none of your rights.

Once more, I apologise.`,
    },
    signatory: { ko: "서지안", en: "Seo Jian" },
    role: { ko: "주식회사 하늘몰 대표이사", en: "Chief Executive, Haneul Mall" },
  },
  updates: [
    {
      at: "2025-11-20T10:00:00+09:00",
      title: { ko: "4,536개 계정의 유출을 처음 알렸습니다", en: "First announcement: 4,536 accounts" },
      text: { ko: "이 숫자는 잘못된 것이었고 11월 29일에 바로잡았습니다.", en: "This figure was wrong and was corrected on 29 November." },
    },
    {
      at: "2025-11-29T19:00:00+09:00",
      title: { ko: "유출 규모를 약 3,370만 개 계정으로 바로잡았습니다", en: "Corrected to about 33.7 million accounts" },
      text: { ko: "대표이사가 공개 사과했습니다.", en: "The chief executive apologised in public." },
    },
    {
      at: "2025-12-03T18:00:00+09:00",
      title: { ko: "‘유출’임을 분명히 하고 공동현관 비밀번호를 추가했습니다", en: "Notice corrected: it says “leak”, and entrance codes are added" },
      text: {
        ko: "개인정보보호위원회의 요구에 따라 안내를 다시 보냈습니다. 배송지 목록에 적힌 받는 분께도 알려 드리기 시작했습니다.",
        en: "As the Personal Information Protection Commission ordered, we sent the notice again, and began to tell the recipients named in address lists.",
      },
    },
    {
      at: "2025-12-29T10:00:00+09:00",
      title: { ko: "보상 계획을 발표했습니다", en: "Compensation announced" },
      text: {
        ko: "유출이 확인된 한 분당 5만 원 상당의 구매이용권 4장(5천 원, 5천 원, 2만 원, 2만 원)입니다. 사용 기간은 3개월입니다. 받으셔도 다른 권리는 그대로입니다.",
        en: "50,000 KRW for each person whose data is confirmed as leaked, as four vouchers (5,000 + 5,000 + 20,000 + 20,000) valid for three months. Accepting waives nothing.",
      },
    },
    {
      at: "2026-01-14T14:00:00+09:00",
      title: { ko: "본인의 유출 항목을 확인하는 조회를 열었습니다", en: "Lookup opened: check what leaked about you" },
      text: { ko: "회원이 아니어도 이메일 주소로 확인하실 수 있습니다.", en: "You can check with your e-mail address, also if you have no account." },
    },
    {
      at: "2026-02-10T14:00:00+09:00",
      title: { ko: "민관합동조사 결과 33,673,817개 계정이 확인되었습니다", en: "Joint investigation confirms 33,673,817 accounts" },
      text: { ko: "배송지 목록에 적힌 받는 분의 수는 아직 확인 중입니다.", en: "The number of recipients in address lists is still being established." },
    },
  ],
  leaked: [
    { slug: "access-codes", urgency: "now" },
    { slug: "phone-numbers", urgency: "now" },
    { slug: "email-addresses", urgency: "this-week" },
    { slug: "physical-addresses", urgency: "this-week" },
    { slug: "names", urgency: "this-week" },
    { slug: "purchases", urgency: "later" },
  ],
  notLeaked: ["passwords", "credit-cards", "customs-codes"],
  dates: { started: "2025-06-24", ended: "2025-11-18", discovered: "2025-11-18" },
  knewLeak: "2025-11-18T22:50:00+09:00",
};
