import { createProgramme } from "@/domain/programmes/create-programme";
import { openProgramme } from "@/domain/programmes/open-programme";
import { findProgramme } from "@/domain/programmes/queries";
import type { ProgrammeTexts } from "@/domain/programmes/types";
import type { ProgrammeId, StaffId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Role } from "@/db/values/roles";

const SLUG = "compensation";
const DAY = 86_400_000;

const texts: ProgrammeTexts = {
  name: { ko: "개인정보 유출 보상", en: "Compensation for the leak" },
  summary: {
    ko: "유출이 확인된 모든 분께 같은 금액을 드립니다. 따로 손해를 증명하실 필요가 없습니다.",
    en: "Everyone whose data is confirmed as leaked gets the same amount. You need not prove any loss.",
  },
  benefit: {
    ko: "구매이용권 4장(5,000원, 5,000원, 20,000원, 20,000원) 또는 같은 금액의 계좌 이체",
    en: "Four vouchers (5,000 + 5,000 + 20,000 + 20,000 KRW), or the same amount to a bank account",
  },
  terms: {
    ko: "- 한 분당 한 번 신청하실 수 있습니다.\n- 구매이용권은 받은 날부터 3개월 동안 하늘몰의 모든 상품에 쓰실 수 있고, 기한이 지나기 전에 두 번 알려 드립니다.\n- 계좌 이체는 승인된 날부터 영업일 5일 안에 보내 드립니다.\n- 신청에 쓴 정보는 지급을 마치고 법이 정한 보관 기간이 지나면 지웁니다.",
    en: "- One claim per person.\n- Vouchers are good for three months on everything Haneul Mall sells; we remind you twice before they end.\n- Transfers arrive within five working days of approval.\n- What you enter is deleted once it is paid and the retention periods of the law are over.",
  },
  signedBy: { ko: "하늘몰 개인정보보호센터", en: "Haneul Mall privacy centre" },
  noRightsWaived: {
    ko: "보상을 받으셔도 손해배상 청구, 소송, 분쟁조정을 신청하실 권리는 그대로입니다.",
    en: "Accepting this takes away none of your rights: you can still claim damages, sue, or ask for mediation.",
  },
};

/** Draft and open the demo's programme of 50,000 KRW by two different people; it is open for three months from now. Finds the one that is there. */
export async function seedProgramme(parts: ProcessParts, { incidentId, author, opener }: { incidentId: string; author: string; opener: string }): Promise<ProgrammeId> {
  const known = await findProgramme(parts.db, incidentId, SLUG);
  if (known) return known.id;
  const as = (staffId: string, role: Role) => mintContext(parts, { kind: "staff", staffId: staffId as StaffId, sessionId: "seed", roles: [role] });
  const now = Date.now();
  const programmeId = await createProgramme(as(author, "finance"), { incidentId, slug: SLUG, amountMinor: 50_000n, currency: "KRW", payoutMethods: ["vouchers", "bank-transfer"], texts, opensAt: new Date(now - DAY), closesAt: new Date(now + 90 * DAY) });
  await openProgramme(as(opener, "approver"), { programmeId });
  return programmeId;
}
