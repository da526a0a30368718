import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Provider } from "oidc-provider";

export const CLIENT_ID = "amends";
export const CLIENT_SECRET = "a secret of tests alone, 32 bytes";

/** Somebody who has an account at the company. */
interface CompanyAccount {
  email: string;
  email_verified?: boolean;
}

/** How the next login at the provider is done: by whom, and how it is said to have looked. `ageSeconds` ago, to see what a proof of yesterday is worth. */
interface NextLogin {
  subject: string;
  acr?: string;
  amr?: string[];
  ageSeconds?: number;
}

export interface IdentityProvider {
  issuer: string;
  accounts: Map<string, CompanyAccount>;
  login: NextLogin;
  /** What the provider was asked for last. */
  asked: URLSearchParams[];
  stop(): Promise<void>;
}

const page = (body: string) => `<!doctype html><html lang="en"><title>Company login</title><link rel="icon" href="data:,">${body}</html>`;

/** Its own pages of signing out ask other machines for their looks. */
const logoutPages = {
  logoutSource(ctx: { body: unknown }, form: string) {
    ctx.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Yes</button>`);
  },
  postLogoutSuccessSource(ctx: { body: unknown }) {
    ctx.body = page("<p>Signed out.</p>");
  },
};

/** A real OpenID provider on loopback: its pages, tokens and logout, with one button in the place of a password. A logout `byPerson` names nobody's session. */
export async function startIdentityProvider(port: number, productUrl: string, byPerson = false): Promise<IdentityProvider> {
  const issuer = `http://127.0.0.1:${port}`;
  const accounts = new Map<string, CompanyAccount>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [`${productUrl}/api/auth/callback/company`],
        backchannel_logout_uri: `${productUrl}/api/auth/company-logout`,
        backchannel_logout_session_required: !byPerson,
      },
    ],
    acrValues: ["phr", "password"],
    claims: { openid: ["sub", "acr", "amr"], email: ["email", "email_verified"], auth_time: null, sid: null },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true, ...logoutPages } },
    pkce: { required: () => true },
    // Its own refuses to speak to this machine, where the product under test is.
    fetch: (url, options) => fetch(url, Object.assign({ ...options }, { dispatcher: undefined })),
    cookies: { keys: ["tests"] },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, subject) => ({ accountId: subject, claims: () => ({ sub: subject, ...accounts.get(subject) }) }),
    // Everybody of the company may use what the company runs: nobody is asked whether they agree.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client?.clientId, accountId: ctx.oidc.session?.accountId });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
  });
  const running: IdentityProvider = { issuer, accounts, login: { subject: "nobody" }, asked: [], stop: () => Promise.resolve() };
  const serve = provider.callback();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", issuer);
    if (pathname === "/auth") running.asked.push(searchParams);
    if (pathname.startsWith("/interaction/")) void interact(provider, running, request, response);
    else void serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  running.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return running;
}

async function interact(provider: Provider, { login }: IdentityProvider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(page(`<form method="post"><button name="answer" value="yes">Log in</button> <button name="answer" value="no">Give up</button></form>`));
    return;
  }
  let body = "";
  for await (const part of request) body += String(part);
  const { subject, acr, amr, ageSeconds = 0 } = login;
  const result = body.includes("answer=no") ? { error: "access_denied", error_description: "given up" } : { login: { accountId: subject, acr, amr, ts: Math.floor(Date.now() / 1000) - ageSeconds } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
