import "server-only";
import { mintContext } from "@/domain/kernel/mint-context";
import { Conflict } from "@/domain/kernel/errors";
import { endCompanyAccess } from "@/domain/provisioning/end-company-access";
import { endCompanySessions } from "@/domain/staff/company/end-company-sessions";
import { readLogoutToken } from "@/domain/staff/company/read-logout-token";
import { companyKeys, readCompany } from "./company";
import { getParts } from "./parts";
import { readRawBody } from "./request-body";

const refuse = (status: number) => Response.json({ error: "invalid_request" }, { status });

/**
 * A logout at the identity provider (OpenID Connect Back-Channel Logout 1.0 § 2.5): what its token names is ended by the time of the answer. Nothing but the token's signature is believed. Without
 * a company's sign-in there is no such address; 503 asks to be told again.
 */
export async function handleCompanyLogout(request: Request): Promise<Response> {
  const company = readCompany();
  if (!company) return new Response(null, { status: 404 });
  const body = await readRawBody(request);
  const token = body && new URLSearchParams(body.toString("utf8")).get("logout_token");
  if (!token) return refuse(400);
  const { log, ...parts } = getParts();
  try {
    const read = await readLogoutToken(token, company, await companyKeys(company));
    if (!read) return refuse(400);
    const end = company.logoutOfPerson === "ends-access" ? endCompanyAccess : endCompanySessions;
    await end(mintContext({ ...parts, log }, { kind: "system", job: "staff/company-logout" }), read);
    return new Response(null, { status: 200 });
  } catch (error) {
    if (error instanceof Conflict) return refuse(400);
    log.error({ err: error }, "a logout of the identity provider could not be taken");
    return new Response(null, { status: 503 });
  }
}
