import "server-only";
import type { NextAuthOptions } from "next-auth";
import { getToken } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { mintContext } from "@/domain/kernel/mint-context";
import { Refusal } from "@/domain/kernel/errors";
import { findEndedSession, findStaffSession } from "@/domain/staff/queries";
import { signInByPasskey } from "@/domain/staff/passkeys/sign-in-by-passkey";
import { readDevice } from "@/domain/staff/read-device";
import { signIn } from "@/domain/staff/sign-in";
import { signOut } from "@/domain/staff/sign-out";
import { SESSION_MS } from "@/domain/staff/rules";
import type { EndedSession, SessionOrigin, StaffSession } from "@/domain/staff/types";
import { companyProvider, readCompany, type CompanyUser } from "./company";
import { takeCompanyAnswer } from "./company-sign-in";
import { consolePath } from "./console-path";
import { noticeBearer } from "./notice-bearer";
import { getParts } from "./parts";
import { readNetwork } from "./read-network";
import { relyingParty } from "./relying-party";

/** Staff sign-in with password and one-time code. */
const builtIn = Credentials({
  credentials: { email: {}, password: {}, code: {} },
  authorize: (typed) => orSay(async () => ({ id: (await signIn(mintContext(getParts(), { kind: "visitor" }), typed, await readOrigin())).token })),
});

/** Staff sign-in with a passkey. */
const byPasskey = Credentials({
  id: "passkey",
  credentials: { credential: {} },
  authorize: (typed) => orSay(async () => ({ id: (await signInByPasskey(mintContext(getParts(), { kind: "visitor" }), relyingParty(), typed, await readOrigin())).token })),
});

async function readOrigin(): Promise<SessionOrigin> {
  return { device: readDevice((await headers()).get("user-agent")), network: await readNetwork() };
}

/** The library hands an error's message to the form: a key and its values, never a fault's text. */
async function orSay<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal) throw new Error(new URLSearchParams({ reason: error.reason, ...mapValues(error.values) }).toString(), { cause: error });
    getParts().log.error({ err: error }, "sign-in failed");
    throw new Error("reason=fault", { cause: error });
  }
}

/**
 * Staff sign-in through next-auth. Its encrypted cookie carries a random session id and nothing else; the row behind the id decides on every request, so
 * a key that could mint cookies could still mint no session. Made at a request: at build time there are no settings.
 */
export function authOptions(): NextAuthOptions {
  const company = readCompany();
  return {
    ...fixedOptions,
    providers: company ? [builtIn, byPasskey, companyProvider(company)] : [builtIn, byPasskey],
    callbacks: {
      ...fixedOptions.callbacks,
      async signIn({ user, account }) {
        if (!company || account?.provider !== "company") return true;
        const [token, member] = [await readToken(), await findSession()];
        return takeCompanyAnswer(company, user as CompanyUser, token !== null && member ? { token, member } : null);
      },
      // Back into the console and nowhere else, whatever address somebody brought along.
      redirect: ({ url, baseUrl }) => baseUrl + consolePath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url),
    },
  };
}

const fixedOptions = {
  // The cookie outlives the session by far, so that whoever comes back the next morning is told what became of it.
  session: { strategy: "jwt", maxAge: (4 * SESSION_MS) / 1000 },
  pages: { signIn: "/console/sign-in", signOut: "/console/sign-in", error: "/console/sign-in" },
  logger: { error: (code) => getParts().log.warn({ fault: code }, "sign-in library"), warn: () => undefined, debug: () => undefined },
  callbacks: {
    // `user` is there at sign-in alone; later calls carry the id on.
    jwt: ({ token, user }) => ({ sid: (user as { id: string } | undefined)?.id ?? token.sid }),
    // The page must not be able to read the id back.
    session: ({ session }) => ({ expires: session.expires }),
  },
  events: {
    async signOut({ token }) {
      const session = typeof token.sid === "string" ? await findStaffSession(getParts().db, token.sid) : null;
      if (session) await signOut(mintContext(getParts(), { kind: "staff", staffId: session.staffId, sessionId: session.sessionId, proven: session.proven, roles: session.roles }));
    },
  },
} satisfies Omit<NextAuthOptions, "providers">;

function mapValues(values: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

const readToken = cache(async (): Promise<string | null> => {
  await noticeBearer();
  const [head, jar] = await Promise.all([headers(), cookies()]);
  const req = { headers: Object.fromEntries(head), cookies: Object.fromEntries(jar.getAll().map(({ name, value }) => [name, value])) };
  const token = await getToken({ req: req as never });
  return typeof token?.sid === "string" ? token.sid : null;
});

/** Whose request this is; null for anybody who is not signed in, has been signed out or has been disabled. Read once per request. */
export const findSession = cache(async (): Promise<StaffSession | null> => {
  const token = await readToken();
  return token === null ? null : findStaffSession(getParts().db, token);
});

/** What became of the session that this browser had; null when it had none. */
export async function findLostSession(): Promise<EndedSession | null> {
  const token = await readToken();
  return token === null ? null : findEndedSession(getParts().db, token);
}
