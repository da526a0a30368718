import "server-only";
import { headers } from "next/headers";
import { Refusal } from "@/domain/kernel/errors";
import { mintContext } from "@/domain/kernel/mint-context";
import { proveByCompany } from "@/domain/staff/company/prove-by-company";
import { signInByCompany } from "@/domain/staff/company/sign-in-by-company";
import { countNetworkRefusal } from "@/domain/staff/count-refusal";
import { noteRefusedSignIn } from "@/domain/staff/note-refused-sign-in";
import { readDevice } from "@/domain/staff/read-device";
import type { StaffSession } from "@/domain/staff/types";
import type { Company, CompanyUser } from "./company";
import { getParts } from "./parts";
import { readNetwork } from "./read-network";
import { visitorLocale } from "./visitor-locale";

/** A session of this browser, with the random id that its cookie holds. */
interface Living {
  token: string;
  member: StaffSession;
}

/**
 * What comes of an answer of the identity provider: a session begins, or the one that this browser has is proven anew. `true` lets the library set its cookie, to the session's id in `user.id`; an address
 * says why not.
 */
export async function takeCompanyAnswer(company: Company, user: CompanyUser, living: Living | null): Promise<true | string> {
  const parts = getParts();
  const network = await readNetwork();
  try {
    if (living) {
      const { staffId, sessionId, roles, proven } = living.member;
      await proveByCompany(mintContext(parts, { kind: "staff", staffId, sessionId, roles, proven }), user.proof, company.strong, network);
      user.id = living.token;
    } else {
      const device = readDevice((await headers()).get("user-agent"));
      user.id = (await signInByCompany(mintContext(parts, { kind: "visitor" }), user.proof, company.strong, { device, network })).token;
    }
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) parts.log.error({ err: error }, "company sign-in failed");
    const refused = new URLSearchParams({ refused: error instanceof Refusal ? error.reason : "company-failed" });
    if (living) return `/console/prove?${refused.toString()}`;
    refused.set("lang", visitorLocale(await headers()));
    return `/console/sign-in?${refused.toString()}`;
  }
}

/** Write down a sign-in that came back from the identity provider without a person: given up there, refused there, or an answer that does not verify. One that was not begun here is nobody's. */
export async function noteFailedAnswer(request: Request, answer: Response): Promise<void> {
  const came = new URL(request.url).pathname.endsWith("/callback/company") && /next-auth\.state=[^;]/.test(request.headers.get("cookie") ?? "");
  if (!came || !/[?&]error=/.test(answer.headers.get("location") ?? "")) return;
  const ctx = mintContext(getParts(), { kind: "visitor" });
  const refused = { method: "company", why: "company-failed", network: await readNetwork() } as const;
  await noteRefusedSignIn(ctx, { staffId: null, ...refused }, (tx) => countNetworkRefusal(tx, ctx, refused));
}
