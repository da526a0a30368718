import type { ClassGuidance } from "./types";

/** What somebody can do who knows a person's name and how to reach them. */
export const contactClasses = {
  "phone-numbers": {
    risk: {
      ko: "전화번호와 이름, 주소를 함께 아는 사람은 회사나 기관을 사칭한 전화와 문자를 훨씬 그럴듯하게 만들 수 있습니다.",
      en: "With your number, name and address together, calls and texts that pretend to be a company or an authority become far more convincing.",
    },
    steps: [
      {
        id: "phone-numbers.links",
        title: { ko: "문자에 있는 링크를 누르지 않기", en: "Do not open links in text messages" },
        why: { ko: "유출 확인, 보상, 환불, 택배를 내세운 가짜 문자가 이미 돌고 있습니다. 링크를 누르면 악성 앱이 깔릴 수 있습니다.", en: "False messages about the leak, compensation, refunds and parcels follow every leak. A link can install a malicious app." },
        how: {
          ko: ["링크를 누르지 말고, 필요한 일은 주소를 직접 입력하거나 앱에서 하십시오.", "의심스러운 문자는 카카오톡 ‘보호나라’ 채널에 붙여 넣어 확인하거나 118에 신고하십시오.", "이미 누르셨다면 비행기 모드로 바꾸고, 다른 전화로 118에 전화해 악성 앱 삭제를 도움받으십시오."],
          en: ["Do not tap the link. Type the address yourself or use the app.", "Check a doubtful message with KISA’s “보호나라” channel on KakaoTalk, or report it to 118.", "If you tapped it already, switch to flight mode and call 118 from another phone for help with removing the app."],
        },
        minutes: 3,
        urgency: "now",
        helplines: ["kisa"],
      },
      {
        id: "phone-numbers.calls",
        title: { ko: "돈이나 인증번호를 요구하는 전화는 바로 끊기", en: "Hang up on calls that ask for money or a code" },
        why: { ko: "검찰, 경찰, 은행은 전화로 이체나 앱 설치, 인증번호를 요구하지 않습니다.", en: "Prosecutors, police and banks never ask by phone for a transfer, an app or a verification code." },
        how: {
          ko: ["끊고, 그 기관의 대표 번호로 직접 확인하십시오.", "가족이 급하다는 전화도 끊고 가족에게 직접 거십시오.", "이미 돈을 보내셨다면 바로 112에 전화해 지급 정지를 요청하십시오. 빠를수록 찾을 가능성이 커집니다."],
          en: ["Hang up and check with the institution on its public number.", "Also when a relative is said to be in trouble: hang up and call them yourself.", "If you have sent money, call 112 at once and ask for the payment to be stopped. Every minute counts."],
        },
        minutes: 2,
        urgency: "now",
        helplines: ["police", "fss"],
      },
      {
        id: "phone-numbers.identity",
        title: { ko: "내 이름으로 휴대전화가 개통되지 않게 막기", en: "Block new phone contracts in your name" },
        why: { ko: "다른 곳에서 유출된 정보와 합쳐지면 내 이름으로 휴대전화를 개통하려 할 수 있습니다.", en: "Combined with data from other leaks, somebody may try to open a phone contract in your name." },
        how: {
          ko: ["명의도용 방지 서비스 엠세이퍼(msafer.or.kr)에서 가입사실현황을 조회하십시오.", "같은 곳에서 ‘가입제한 서비스’를 신청하십시오. 무료입니다."],
          en: ["Look up the contracts in your name at Msafer (msafer.or.kr), the official service against stolen identities.", "There, turn on the block on new contracts (가입제한 서비스). It is free."],
        },
        minutes: 10,
        urgency: "this-week",
        helplines: ["kisa"],
      },
    ],
  },
  "email-addresses": {
    risk: {
      ko: "이메일 주소를 아는 사람은 가짜 보상 안내와 가짜 로그인 화면으로 비밀번호를 빼내려 할 수 있습니다.",
      en: "Somebody who knows your e-mail address can send false compensation notices and login pages to get at your passwords.",
    },
    steps: [
      {
        id: "email-addresses.phishing",
        title: { ko: "메일의 링크로 로그인하지 않기", en: "Do not sign in through links in mails" },
        why: { ko: "보낸 사람의 이름과 주소는 꾸며 낼 수 있습니다.", en: "A sender’s name and address can be forged." },
        how: {
          ko: ["로그인은 주소를 직접 입력하거나 앱에서만 하십시오.", "첨부 파일은 보낸 곳에 확인하기 전에는 열지 마십시오.", "이 유출에 관한 안내는 이 누리집에서 다시 확인하십시오."],
          en: ["Sign in only by typing the address yourself or in the app.", "Do not open attachments before you have checked with the sender.", "Compare any notice about this leak with this site."],
        },
        minutes: 3,
        urgency: "this-week",
        helplines: ["kisa"],
      },
      {
        id: "email-addresses.two-step",
        title: { ko: "이메일 계정에 2단계 인증 켜기", en: "Turn on two-step verification for your mailbox" },
        why: { ko: "이메일을 빼앗기면 다른 모든 계정의 비밀번호를 다시 만들 수 있게 됩니다.", en: "Whoever takes over your mailbox can reset the password of every other account." },
        how: {
          ko: ["이메일 서비스의 보안 설정에서 ‘2단계 인증’을 켜십시오.", "최근 로그인 기록에 모르는 기기가 있으면 로그아웃시키고 비밀번호를 바꾸십시오."],
          en: ["In your mail service’s security settings turn on two-step verification.", "If the recent sign-ins show a device you do not know, sign it out and change your password."],
        },
        minutes: 10,
        urgency: "this-week",
        helplines: [],
      },
      {
        id: "email-addresses.reused",
        title: { ko: "여러 곳에서 함께 쓰는 비밀번호 바꾸기", en: "Change passwords you use in more than one place" },
        why: { ko: "이메일 주소가 알려지면 다른 사고에서 새어 나간 비밀번호와 맞추어 보는 공격이 늘어납니다.", en: "A known address is tried together with passwords that leaked elsewhere." },
        how: {
          ko: ["이메일, 은행, 쇼핑몰 순서로 서로 다른 비밀번호를 쓰십시오.", "‘털린 내 정보 찾기’(kidc.eprivacy.go.kr)에서 내 계정이 다른 곳에서도 유출되었는지 확인하십시오."],
          en: ["Use a different password everywhere; begin with mail, bank and shops.", "Check at 털린 내 정보 찾기 (kidc.eprivacy.go.kr), the official service, whether your accounts leaked elsewhere."],
        },
        minutes: 15,
        urgency: "later",
        helplines: [],
      },
    ],
  },
  names: {
    risk: {
      ko: "이름만으로 할 수 있는 일은 적지만, 전화번호나 주소와 합쳐지면 나를 아는 사람인 척할 수 있습니다.",
      en: "A name alone is of little use. Together with a number or an address it lets somebody pretend to know you.",
    },
    steps: [
      {
        id: "names.known",
        title: { ko: "이름을 안다고 믿지 않기", en: "Do not trust somebody because they know your name" },
        why: { ko: "이름을 부르는 전화와 메일은 진짜처럼 들립니다.", en: "A call or a mail that uses your name sounds genuine." },
        how: {
          ko: ["먼저 연락해 온 사람이 개인정보를 물으면 대답하지 말고, 공식 번호로 직접 연락하십시오.", "부모님이나 자녀 등 함께 사는 가족에게도 알려 주십시오."],
          en: ["If somebody contacts you and asks for personal data, do not answer; contact the organisation on its official number.", "Tell the people you live with, especially parents and children."],
        },
        minutes: 5,
        urgency: "this-week",
        helplines: ["kisa"],
      },
      {
        id: "names.credit",
        title: { ko: "내 이름으로 대출이나 카드가 만들어지지 않게 막기", en: "Block loans and cards in your name" },
        why: { ko: "다른 정보와 합쳐지면 내 이름으로 대출을 신청하려는 사람이 있을 수 있습니다.", en: "Combined with other data, somebody may try to borrow in your name." },
        how: {
          ko: ["거래 은행의 앱이나 영업점에서 ‘여신거래 안심차단’을 신청하십시오. 무료이고, 모든 금융회사에 적용됩니다.", "대출이나 카드가 필요할 때는 영업점에서 직접 해제하셔야 합니다.", "모르는 대출 연락을 받으셨다면 1332에 상담하십시오."],
          en: ["In your bank’s app or at a branch ask for the block on new credit (여신거래 안심차단). It is free and holds for all lenders.", "To take out a loan or a card later, you must lift it at a branch in person.", "If you hear of a loan you do not know, call 1332."],
        },
        minutes: 10,
        urgency: "later",
        helplines: ["fss"],
      },
      {
        id: "names.rights",
        title: { ko: "피해를 입었다면 손해배상이나 분쟁조정 신청하기", en: "If you suffered harm, ask for damages or mediation" },
        why: { ko: "회사의 보상을 받으셨더라도 권리는 그대로 남아 있습니다.", en: "Your rights remain, also after accepting the company’s compensation." },
        how: {
          ko: ["받은 문자, 통화 기록, 보낸 돈의 내역을 저장해 두십시오.", "개인정보 분쟁조정위원회(1833-6972)에 조정을 신청하실 수 있습니다. 무료입니다."],
          en: ["Keep messages, call records and proof of payments.", "You can apply to the Personal Information Dispute Mediation Committee (1833-6972). It is free."],
        },
        minutes: 20,
        urgency: "later",
        helplines: ["mediation"],
      },
    ],
  },
} satisfies Record<string, ClassGuidance>;
