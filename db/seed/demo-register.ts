import { proposeEntry } from "@/domain/authenticity/register/propose-entry";
import { publishEntry } from "@/domain/authenticity/register/publish-entry";
import { listEntries } from "@/domain/authenticity/register/queries";
import type { StaffId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Localized } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";

const notices = { ko: "유출 안내와 보상 신청에 관한 메시지", en: "Messages about the leak and about claims" };
const entries = [
  { kind: "mail-domain", content: { value: "haneulmall.example", use: notices } },
  { kind: "phone", content: { value: "1588-0000", use: { ko: "유출 안내 문자", en: "Text messages about the leak" } } },
  { kind: "phone", content: { value: "080-000-0100", use: { ko: "개인정보보호센터 (고객님이 거시는 번호)", en: "Privacy centre, for you to call" } } },
  { kind: "web-domain", content: { value: "haneulmall.example", use: { ko: "하늘몰과 안내 페이지", en: "The shop and its notice pages" } } },
  {
    kind: "fake",
    content: {
      title: { ko: "보상금을 바로 주겠다는 문자", en: "A text that offers the compensation at once" },
      looks: {
        ko: "“[하늘몰] 개인정보 유출 보상금 5만원 지급 대상입니다. 오늘 안에 신청하세요”라는 말과 함께, 하늘몰과 비슷한 철자의 링크가 들어 있습니다. 누르면 카드 번호와 비밀번호를 묻습니다.",
        en: "It says “You are entitled to 50,000 KRW for the leak, apply today” and holds a link spelled much like our name. The page behind it asks for a card number and its password.",
      },
      recognise: {
        ko: "- 저희가 보내는 문자에는 링크가 없습니다.\n- 저희는 카드 번호나 비밀번호를 묻지 않습니다.\n- 저희 문자에는 N으로 시작하는 안내 번호가 있습니다.",
        en: "- Our texts hold no link.\n- We never ask for a card number or a password.\n- Our texts bear a number that begins with N.",
      },
      since: "2025-12-29",
    },
  },
];

/** Fill the demo's register: what is Haneul Mall's, and one fake that went round. Goes on where an earlier run was cut short. */
export async function seedRegister(parts: ProcessParts, { author, publisher }: { author: string; publisher: string }): Promise<void> {
  const as = (staffId: string, role: Role) => mintContext(parts, { kind: "staff", staffId: staffId as StaffId, sessionId: "seed", proven: true, roles: [role] });
  const known = await listEntries(as(author, "comms"));
  for (const entry of entries) {
    const held = known.find(({ kind, content }) => kind === entry.kind && nameOf(content) === nameOf(entry.content));
    if (held && held.state !== "proposed") continue;
    const entryId = held?.id ?? (await proposeEntry(as(author, "comms"), entry)).entryId;
    await publishEntry(as(publisher, "approver"), { entryId });
  }
}

function nameOf(content: object): string {
  return "value" in content ? String(content.value) : "title" in content ? (content.title as Localized).en : "";
}
