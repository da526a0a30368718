import { once } from "node:events";
import path from "node:path";
import PDFDocument from "pdfkit";

const FONT = (weight: string) => path.join(process.cwd(), `node_modules/pretendard/dist/public/static/alternative/Pretendard-${weight}.ttf`);

/** What people need at hand when they claim, in both languages. */
const words = [
  {
    lang: "ko",
    title: "보상을 신청하기 전에 준비하실 것",
    lines: [
      "유출 안내를 받으신 이메일 주소나 휴대전화. 이곳으로 인증번호를 보내 드립니다.",
      "계좌로 받으시려면 본인 명의의 은행 계좌번호.",
      "그 밖에는 필요하지 않습니다. 주민등록번호, 비밀번호, 카드번호, 신분증 사진은 묻지 않습니다.",
      "다른 분의 배송지 목록에 있어 안내를 받으신 분도 같은 방법으로 신청하실 수 있습니다. 하늘몰에 가입하실 필요가 없습니다.",
      "우편으로 신청하시려면 보상 안내 화면에서 신청서를 인쇄해 주십시오.",
    ],
  },
  {
    lang: "en",
    title: "What to have at hand before you claim",
    lines: [
      "The e-mail address or mobile phone at which you were told about the leak. We send a code to it.",
      "If you want money: the number of a bank account in your own name.",
      "Nothing else. We never ask for your resident registration number, a password, a card number or a picture of an identity card.",
      "If we wrote to you because you stood in somebody else’s address list, you claim in the same way. You need not join Haneul Mall.",
      "To claim by post, print the form from the compensation page.",
    ],
  },
];

/** The title of the demo's document, in each language. */
export const demoDocumentTitle = { ko: words[0]?.title ?? "", en: words[1]?.title ?? "" };

/** One page, in Korean and English, that a screen reader can read out. */
export async function demoDocument({ title = words.map((one) => one.title).join(" / ") } = {}): Promise<Buffer> {
  const sheet = new PDFDocument({ size: "A4", margin: 64, pdfVersion: "1.7", tagged: true, displayTitle: true, lang: "ko", info: { Title: title, Author: "하늘몰 개인정보보호센터" } });
  const blocks: Buffer[] = [];
  sheet.on("data", (block: Buffer) => blocks.push(block));
  sheet.registerFont("regular", FONT("Regular")).registerFont("bold", FONT("Bold"));
  const document = sheet.struct("Document");
  sheet.addStructure(document);
  for (const { lang, title, lines } of words) {
    const part = sheet.struct("Sect", { lang });
    document.add(part);
    part.add(sheet.struct("H1", {}, () => sheet.font("bold").fontSize(18).text(title).moveDown(0.6)));
    lines.forEach((line, i) => part.add(sheet.struct("P", {}, () => sheet.font("regular").fontSize(11).text(`${i + 1}. ${line}`, { lineGap: 4 }).moveDown(0.5))));
    sheet.moveDown(1.5);
    part.end();
  }
  document.end();
  const ended = once(sheet, "end");
  sheet.end();
  await ended;
  return Buffer.concat(blocks);
}
