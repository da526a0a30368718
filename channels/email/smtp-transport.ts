import nodemailer from "nodemailer";
import type { EmailMessage, EmailTransport, Handover } from "@/domain/correspondence/types";

export interface SmtpOptions {
  url: string;
  from: string;
  connections: number;
  /** Whether the host is excepted by name from TLS. */
  allowPlain: boolean;
}

export interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** How to reach the relay: TLS from the start, or required before anything is said unless its host is excepted by name. */
export function smtpServer(options: Pick<SmtpOptions, "url" | "allowPlain">) {
  const url = new URL(options.url);
  const secure = url.protocol === "smtps:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && !options.allowPlain,
    auth: url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
  };
}

/** A pool of SMTP connections for mails to single people. `maxRequeues: 0`: nodemailer would otherwise send again by itself and nobody would know. */
export function openSmtpTransport(options: SmtpOptions): EmailTransport {
  const pool = nodemailer.createTransport({ ...smtpServer(options), pool: true, maxConnections: options.connections, maxMessages: 1000, maxRequeues: 0 });
  return {
    async send(message: EmailMessage): Promise<Handover> {
      try {
        const info = await pool.sendMail({
          from: options.from,
          to: message.to,
          subject: message.subject,
          text: message.text,
          html: message.html,
          messageId: `<${message.messageId}>`,
          headers: { "Auto-Submitted": "auto-generated" },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { outcome: "accepted", reply: withoutAddresses(info.response) };
      } catch (error) {
        return classifyFailure(error as SmtpError);
      }
    },
    close: () => pool.close(),
  };
}

/**
 * Sort a failed hand-over. A reply with a code is the relay's own word (RFC 5321 § 4.2.1): 4yz may be tried again, 5yz may not. Without a reply nothing
 * was handed over unless DATA had begun.
 */
function classifyFailure(error: SmtpError): Handover {
  const reply = withoutAddresses(error.response ?? error.code ?? error.name);
  if (error.responseCode !== undefined && error.responseCode >= 500) return { outcome: "rejected", reply };
  if (error.responseCode !== undefined && error.responseCode >= 400) return { outcome: "later", reply };
  const beforeData = error.code === "ECONNREFUSED" || error.code === "EDNS" || error.code === "ETLS" || error.code === "EAUTH" || error.command === "CONN" || error.command === "EHLO";
  return { outcome: beforeData ? "later" : "in-doubt", reply };
}

/** A relay repeats the address in its reply; the reply is kept and the address is not. */
export function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"']+@[^\s<>"']+/g, "…").slice(0, 300);
}
