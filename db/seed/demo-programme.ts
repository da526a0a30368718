import { createProgramme } from "@/domain/programmes/create-programme";
import { checkFairness } from "@/domain/programmes/fairness";
import { attachDocument, type AttachedDocument } from "@/domain/programmes/documents/attach-document";
import { inspectDocument } from "@/domain/programmes/documents/inspect-document";
import { proposeProgramme } from "@/domain/programmes/propose-programme";
import { publishProgramme } from "@/domain/programmes/publish-programme";
import { countPeopleByLeak, findProgramme } from "@/domain/programmes/queries";
import { saveProgrammeDraft } from "@/domain/programmes/save-programme-draft";
import type { ProgrammeTerms } from "@/domain/programmes/types";
import { classBits } from "@/domain/audiences/class-bits";
import type { StaffContext } from "@/domain/kernel/context";
import type { ProgrammeId, StaffId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Role } from "@/db/values/roles";

const SLUG = "compensation";
const DAY = 86_400_000;

const everybody = { evidence: "confirmed", classes: [], kinds: ["account-holder", "third-party"] } satisfies ProgrammeTerms["benefits"][number]["eligibility"];
const part = (valueMinor: bigint) => ({ valueMinor, validDays: 365, minimumSpendMinor: 0n, keepsBalance: true, notFor: { ko: "", en: "" } });

/** The demo's terms: 50,000 KRW for everybody of whom something is confirmed, as four vouchers or as money, whichever they like. */
export const demoTerms: Omit<ProgrammeTerms, "opensAt" | "closesAt"> = {
  texts: {
    name: { ko: "개인정보 유출 보상", en: "Compensation for the leak" },
    summary: {
      ko: "유출이 확인된 모든 분께 같은 금액을 드립니다. 따로 손해를 증명하실 필요가 없습니다.",
      en: "Everyone whose data is confirmed as leaked gets the same amount. You need not prove any loss.",
    },
    terms: {
      ko: "- 한 분당 한 번 신청하실 수 있습니다.\n- 구매이용권은 받은 날부터 1년 동안 하늘몰의 모든 상품에 나누어 쓰실 수 있습니다.\n- 계좌 이체는 승인된 날부터 영업일 5일 안에 보내 드립니다.\n- 신청에 쓴 정보는 지급을 마치고 법이 정한 보관 기간이 지나면 지웁니다.",
      en: "- One claim per person.\n- Vouchers are good for a year on everything Haneul Mall sells, a part at a time if you like.\n- Transfers arrive within five working days of approval.\n- What you enter is deleted once it is paid and the retention periods of the law are over.",
    },
    signedBy: { ko: "하늘몰 개인정보보호센터", en: "Haneul Mall privacy centre" },
    noRightsWaived: {
      ko: "보상을 받으셔도 손해배상 청구, 소송, 분쟁조정을 신청하실 권리는 그대로입니다.",
      en: "Accepting this takes away none of your rights: you can still claim damages, sue, or ask for mediation.",
    },
  },
  currency: "KRW",
  cureDays: 14,
  appealDays: 30,
  onePer: "account",
  eligibleBy: "filing",
  benefits: [
    {
      kind: "vouchers",
      slug: "vouchers",
      name: { ko: "구매이용권", en: "Vouchers" },
      explanation: { ko: "구매이용권 4장(5,000원, 5,000원, 20,000원, 20,000원)을 신청하실 때 인증하신 연락처로 보내 드립니다.", en: "Four vouchers (5,000 + 5,000 + 20,000 + 20,000 KRW), sent to the address or number that you proved." },
      eligibility: everybody,
      parts: [part(5_000n), part(5_000n), part(20_000n), part(20_000n)],
      membersOnly: false,
    },
    {
      kind: "flat-cash",
      slug: "cash",
      name: { ko: "계좌 이체", en: "Bank transfer" },
      explanation: { ko: "50,000원을 본인 명의의 계좌로 보내 드립니다.", en: "50,000 KRW, paid into an account in your name." },
      eligibility: everybody,
      amountMinor: 50_000n,
    },
  ],
  exclusive: [["vouchers", "cash"]],
  jointCaps: [],
  poolMinor: null,
  proRata: false,
  secondPersonAboveMinor: null,
  accounts: ["kr-account"],
  faq: [
    {
      question: { ko: "회원이 아닌데 신청할 수 있나요?", en: "I am not a member. Can I claim?" },
      answer: { ko: "네. 다른 분의 배송지 목록에 있던 분도 신청하실 수 있고, 가입하실 필요가 없습니다.", en: "Yes. People who stood in somebody else’s address list can claim too, and nobody needs to join." },
    },
    {
      question: { ko: "보상을 받으면 소송을 할 수 없나요?", en: "Can I still sue if I take it?" },
      answer: { ko: "하실 수 있습니다. 보상을 받으셔도 권리는 그대로입니다.", en: "Yes. All of your rights stay as they are." },
    },
  ],
  documents: [],
};

interface Opening {
  incidentId: string;
  author: string;
  opener: string;
  /** Its name in addresses, and its terms, where they are not the demo's. */
  slug?: string;
  terms?: Partial<ProgrammeTerms>;
  /** A PDF in both languages that goes with them. */
  document?: { title: ProgrammeTerms["texts"]["name"]; file: Buffer };
}

/** Draft a programme and publish it by two different people; it is open for three months from now. The publisher has a reason for each finding of the fairness check. Finds the one that is there. */
export async function seedProgramme(parts: ProcessParts, { incidentId, author, opener, slug = SLUG, terms = {}, document }: Opening): Promise<ProgrammeId> {
  const known = await findProgramme(parts.db, incidentId, slug);
  if (known) return known.id;
  const as = (staffId: string, role: Role) => mintContext(parts, { kind: "staff", staffId: staffId as StaffId, sessionId: "seed", proven: true, roles: [role] });
  const now = Date.now();
  const offered: ProgrammeTerms = { ...demoTerms, opensAt: new Date(now - DAY), closesAt: new Date(now + 90 * DAY), ...terms };
  const programmeId = await createProgramme(as(author, "finance"), { incidentId, slug, terms: offered });
  const documents: ProgrammeTerms["documents"] = document ? [{ ...(await attach(parts, as(author, "finance"), programmeId, document.file)), languages: ["ko", "en"], title: document.title }] : [];
  const { edit } = documents.length > 0 ? await saveProgrammeDraft(as(author, "finance"), { programmeId, number: 1, edit: 1, terms: { ...offered, documents } }) : { edit: 1 };
  await proposeProgramme(as(author, "finance"), { programmeId, number: 1, edit });
  const findings = checkFairness({ ...offered, documents }, await countPeopleByLeak(parts.db, incidentId), await classBits(parts.db, incidentId));
  const accepted = findings.map(({ rule, place }) => ({ rule, place, reason: "Whoever does not want vouchers gets the same amount in money." }));
  await publishProgramme(as(opener, "approver"), { programmeId, number: 1, edit, accepted });
  return programmeId;
}

/** Attach a document that this program has made itself a moment ago: there is nobody to judge it for, and no worker yet. */
async function attach(parts: ProcessParts, author: StaffContext, programmeId: string, file: Buffer): Promise<AttachedDocument> {
  const document = await attachDocument(author, { programmeId, number: 1, file });
  await inspectDocument(mintContext(parts, { kind: "system", job: "seed" }), { judge: { judge: () => Promise.resolve(null) }, scanner: null }, { programmeId, sha256: document.sha256 });
  return document;
}
