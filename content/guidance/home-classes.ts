import type { ClassGuidance } from "./types";

/** What somebody can do who knows where a person lives, how to get in, and what they buy. */
export const homeClasses = {
  "access-codes": {
    risk: {
      ko: "공동현관 비밀번호와 주소를 함께 아는 사람은 건물 안으로, 집 문 앞까지 들어올 수 있습니다.",
      en: "Somebody who knows the entrance code and your address can get into the building and up to your door.",
    },
    steps: [
      {
        id: "access-codes.change",
        title: { ko: "공동현관 비밀번호를 바꾸도록 요청하기", en: "Have the entrance code changed" },
        why: {
          ko: "유출된 번호는 바꾸기 전까지 계속 쓸 수 있습니다. 같은 건물에 사는 모든 분께 해당하는 일입니다.",
          en: "The code keeps working until it is changed. This concerns everybody in the building.",
        },
        how: {
          ko: [
            "관리사무소나 건물 관리인에게 ‘공동현관 비밀번호가 유출되었으니 바꾸어 달라’고 말씀하십시오. 이 페이지의 안내문을 보여 주셔도 됩니다.",
            "세대별 번호를 쓰는 건물이라면 우리 집 번호를 바꾸십시오. 방법은 현관 기기의 설명서나 관리사무소에서 알려 줍니다.",
            "관리사무소가 없으면 건물주나 현관문 설치 업체에 연락하십시오.",
          ],
          en: [
            "Tell the management office or the caretaker: “Our entrance code has leaked, please change it.” You can show them this page.",
            "If every household has a code of its own, change yours. The management office or the panel’s manual says how.",
            "If there is no management office, call the owner of the building or the company that installed the door.",
          ],
        },
        minutes: 10,
        urgency: "now",
        helplines: [],
      },
      {
        id: "access-codes.own-door",
        title: { ko: "우리 집 현관문 비밀번호가 같거나 비슷하면 바꾸기", en: "Change your own door’s code if it is the same or similar" },
        why: { ko: "같은 번호를 돌려쓰면 공동현관 번호로 집 문도 열릴 수 있습니다.", en: "If you use the same number twice, the leaked code may open your own door as well." },
        how: {
          ko: ["도어록 비밀번호를 공동현관 번호, 전화번호, 생일과 상관없는 번호로 바꾸십시오.", "안쪽 보조 잠금장치가 있다면 집에 계실 때 함께 잠그십시오."],
          en: ["Choose a number that has nothing to do with the entrance code, your phone number or a birthday.", "If the door has a second lock on the inside, use it while you are at home."],
        },
        minutes: 5,
        urgency: "now",
        helplines: [],
      },
      {
        id: "access-codes.orders",
        title: { ko: "배송 메모에 적어 둔 출입 번호 지우기", en: "Delete codes from delivery notes" },
        why: { ko: "다른 쇼핑몰과 배달 앱의 배송 메모에도 같은 번호가 남아 있을 수 있습니다.", en: "The same code may stand in the delivery notes of other shops and food delivery apps." },
        how: {
          ko: ["자주 쓰는 쇼핑몰과 배달 앱에서 배송지 관리 화면을 열어 출입 번호를 지우십시오.", "번호가 바뀐 뒤에는 ‘도착하면 연락’처럼 번호 없이 받는 방법을 고르십시오."],
          en: ["Open the address book of each shop and delivery app you use and delete the code.", "Once it is changed, choose a way without a code, such as “call on arrival”."],
        },
        minutes: 10,
        urgency: "this-week",
        helplines: [],
      },
      {
        id: "access-codes.intruder",
        title: { ko: "모르는 사람이 집 앞에 있으면 문을 열지 말고 112에 신고하기", en: "If a stranger is at your door, do not open; call 112" },
        why: { ko: "이름과 주문 내역까지 아는 사람은 택배 기사나 점검원으로 보일 수 있습니다.", en: "Somebody who knows your name and your orders can pass for a courier or an inspector." },
        how: {
          ko: ["부르지 않은 방문자에게는 문을 열지 마시고, 소속 회사의 대표 번호로 직접 확인하십시오.", "위험을 느끼시면 바로 112에 전화하십시오. 말하기 어려우면 112로 문자를 보내실 수 있습니다."],
          en: ["Do not open to visitors you did not ask for; check with their company on its public number.", "If you feel in danger, call 112 at once. If you cannot speak, send a text message to 112."],
        },
        minutes: 2,
        urgency: "later",
        helplines: ["police"],
      },
    ],
  },
  "physical-addresses": {
    risk: {
      ko: "이름과 주소를 아는 사람은 주문하지 않은 물건이나 가짜 우편물을 보내거나, 아는 사이인 척 다가올 수 있습니다.",
      en: "Somebody who knows your name and address can send parcels or forged letters, or pretend to know you.",
    },
    steps: [
      {
        id: "physical-addresses.parcels",
        title: { ko: "주문하지 않은 택배는 뜯지 말고 확인하기", en: "Check parcels you did not order before opening them" },
        why: { ko: "가짜 후기나 대금 요구에 쓰려고 주문하지 않은 물건을 보내는 일이 있습니다. QR 코드가 든 안내문도 함께 옵니다.", en: "Unordered parcels are sent to fake reviews or to demand payment, often with a leaflet that carries a QR code." },
        how: {
          ko: ["보낸 곳과 송장 번호를 택배사 누리집에서 직접 확인하십시오.", "안에 든 QR 코드를 찍거나 적힌 번호로 전화하지 마십시오.", "돈을 요구받아도 보내지 마시고 112에 신고하십시오."],
          en: ["Look up the sender and the tracking number on the courier’s own site.", "Do not scan a QR code or call a number that came with it.", "If payment is demanded, do not pay; report it to 112."],
        },
        minutes: 5,
        urgency: "this-week",
        helplines: ["police"],
      },
      {
        id: "physical-addresses.labels",
        title: { ko: "송장과 우편물의 개인정보 지우고 버리기", en: "Remove labels before you throw boxes away" },
        why: { ko: "유출된 정보에 송장의 정보가 더해지면 더 그럴듯하게 속일 수 있습니다.", en: "What a label adds to what has leaked makes a deception more convincing." },
        how: { ko: ["송장을 떼어 찢거나 지운 뒤 상자를 버리십시오."], en: ["Tear off the label or black it out, then throw the box away."] },
        minutes: 1,
        urgency: "later",
        helplines: [],
      },
      {
        id: "physical-addresses.protection",
        title: { ko: "스토킹이나 폭력을 피해 사는 분은 먼저 상담받기", en: "If you live at this address to be away from somebody, get advice first" },
        why: { ko: "주소를 숨겨야 하는 분께는 주소 유출 자체가 위험입니다.", en: "For a person who must keep their address secret, its leak is itself a danger." },
        how: {
          ko: ["가까운 경찰서나 112에 상황을 알리고 순찰이나 신변 보호를 요청하십시오.", "사건 안내 페이지에 적힌 담당 부서에도 알려 주소 기록의 삭제를 요청하십시오."],
          en: ["Tell the police (112 or your station) and ask for patrols or personal protection.", "Tell the department named on the incident page and ask for the address to be deleted."],
        },
        minutes: 20,
        urgency: "now",
        helplines: ["police"],
      },
    ],
  },
  purchases: {
    risk: {
      ko: "주문 내역을 아는 사람은 판매자나 택배사인 척 ‘그 주문’ 이야기를 꺼내 믿게 할 수 있습니다.",
      en: "Somebody who knows your orders can pose as the shop or the courier and win your trust by naming them.",
    },
    steps: [
      {
        id: "purchases.impersonation",
        title: { ko: "주문 내용을 안다고 믿지 말고 끊고 다시 걸기", en: "Knowing your order proves nothing: hang up and call back" },
        why: { ko: "환불, 배송 오류, 사은품을 이유로 계좌나 카드 번호를 묻는 수법이 많습니다.", en: "Refunds, delivery problems and free gifts are the usual excuses to ask for account or card numbers." },
        how: {
          ko: ["전화를 끊고, 앱이나 공식 누리집에 적힌 번호로 직접 거십시오.", "환불은 앱의 주문 내역에서만 확인하십시오.", "카드 번호, 계좌 비밀번호, 인증번호는 누구에게도 말하지 마십시오."],
          en: ["Hang up and call the number in the app or on the official site yourself.", "Check refunds only in your order list in the app.", "Tell nobody a card number, an account password or a verification code."],
        },
        minutes: 3,
        urgency: "this-week",
        helplines: ["kisa", "fss"],
      },
      {
        id: "purchases.private",
        title: { ko: "남에게 알리고 싶지 않은 구매가 있다면 협박에 응하지 않기", en: "If an order is private, do not give in to blackmail" },
        why: { ko: "건강이나 사생활에 관한 구매 내역으로 돈을 요구하는 경우가 있습니다. 한 번 보내면 계속 요구합니다.", en: "Orders about health or private life are used to demand money, and one payment leads to the next demand." },
        how: {
          ko: ["돈을 보내지 말고 대화와 계좌번호를 화면 그대로 저장하십시오.", "112에 신고하십시오. 구매한 물건을 자세히 말씀하지 않으셔도 됩니다."],
          en: ["Do not pay. Keep screenshots of the conversation and of any account number.", "Report it to 112. You need not say what you bought."],
        },
        minutes: 10,
        urgency: "later",
        helplines: ["police"],
      },
    ],
  },
} satisfies Record<string, ClassGuidance>;
