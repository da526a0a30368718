import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { z } from "zod";
import type { CaughtMail } from "./caught-mail";
import { listPage, messagePage } from "./pages";

export interface MailCatcher {
  smtpPort: number;
  httpPort: number;
  close(): Promise<void>;
}

/** Mails kept; older ones fall out, so a wave to 100,000 people does not fill the memory. */
const KEEP = 2_000;

/** Catch every mail and text message of a development installation and show it on a page. It listens on loopback alone and delivers nothing to anybody. */
export async function startMailCatcher(options: { smtpPort: number; httpPort: number }): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  let count = 0;
  const smtp = new SMTPServer({
    authOptional: true,
    // Whoever has a login for their relay may try it here: any is taken, and none is asked for.
    allowInsecureAuth: true,
    onAuth: ({ username }, _, done) => done(null, { user: username }),
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      simpleParser(stream, { skipImageLinks: true }).then(
        (parsed) => {
          count += 1;
          mails.push({
            channel: "email",
            login: typeof session.user === "string" ? session.user : null,
            id: count,
            at: new Date().toISOString(),
            from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
            to: session.envelope.rcptTo.map((recipient) => recipient.address),
            subject: parsed.subject ?? "",
            messageId: parsed.messageId ?? "",
            text: parsed.text ?? "",
            html: parsed.html || null,
            source: [...parsed.headerLines].map((header) => header.line).join("\n"),
          });
          if (mails.length > KEEP) mails.shift();
          done();
        },
        (error: unknown) => done(error as Error),
      );
    },
  });
  const catchText = (text: CaughtText): number => {
    const known = mails.find(({ channel, messageId }) => channel === "sms" && messageId === text.id);
    if (known) return known.id;
    count += 1;
    mails.push({ channel: "sms", login: null, id: count, at: new Date().toISOString(), from: text.from, to: [text.to], subject: "", messageId: text.id, text: text.text, html: null, source: "" });
    if (mails.length > KEEP) mails.shift();
    return count;
  };
  const http = createServer((request, response) => (request.method === "POST" && request.url === "/texts" ? void takeText(request, response, catchText) : respond(mails, request, response)));
  await Promise.all([listen(smtp.server as unknown as Server, options.smtpPort), listen(http, options.httpPort)]);
  return {
    smtpPort: ((smtp.server as unknown as Server).address() as AddressInfo).port,
    httpPort: (http.address() as AddressInfo).port,
    async close() {
      await new Promise<void>((resolve) => smtp.close(resolve));
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

const caughtText = z.object({ id: z.string(), to: z.string(), from: z.string(), text: z.string() });
type CaughtText = z.infer<typeof caughtText>;
const MOST_TEXT = 64 * 1024;

/** Play the gateway: a text is accepted, and one that came before gets the answer it got then. */
async function takeText(request: IncomingMessage, response: ServerResponse, keep: (text: CaughtText) => number): Promise<void> {
  let body = "";
  for await (const part of request) {
    body += String(part);
    if (body.length > MOST_TEXT) {
      send(response, 413, "application/json", "{}");
      return;
    }
  }
  try {
    send(response, 202, "application/json", JSON.stringify({ handle: `caught-${keep(caughtText.parse(JSON.parse(body)))}` }));
  } catch {
    send(response, 400, "application/json", "{}");
  }
}

function respond(mails: CaughtMail[], request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  const to = url.searchParams.get("to")?.trim().toLowerCase() ?? "";
  const since = Number(url.searchParams.get("since") ?? 0);
  const found = mails.filter((mail) => mail.id > since && (to === "" || mail.to.some((address) => address.toLowerCase().includes(to))));
  if (url.pathname === "/api/messages" && request.method === "GET") return send(response, 200, "application/json", JSON.stringify(found));
  if (url.pathname === "/api/messages" && request.method === "DELETE") {
    mails.length = 0;
    return send(response, 204, "text/plain", "");
  }
  if (url.pathname === "/") return send(response, 200, "text/html; charset=utf-8", listPage(found.slice(-200).reverse(), to, found.length));
  const id = /^\/messages\/(\d+)$/.exec(url.pathname)?.[1];
  const mail = mails.find((candidate) => candidate.id === Number(id));
  if (mail) return send(response, 200, "text/html; charset=utf-8", messagePage(mail));
  send(response, 404, "text/plain", "No such message.");
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, { "content-type": type, "cache-control": "no-store", "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'" })
    .end(body);
}
