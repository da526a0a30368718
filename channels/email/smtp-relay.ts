import { signMessage, type DkimSigner } from "./dkim-signature";
import { messageBytes, type MimeMessage } from "./mime-letter";
import { openSmtpConnections, type Attempt, type SmtpEnvelope, type SmtpServer, type SmtpTimeouts } from "./smtp-connections";

export interface RelayOptions {
  url: string;
  /** Whether the host is excepted by name from TLS. */
  allowPlain: boolean;
  connections: number;
  dkim?: DkimSigner;
  timeouts?: Partial<SmtpTimeouts>;
}

/** One relay for one lane: signs with its key and sends over its connections. */
export interface SmtpRelay {
  send(envelope: SmtpEnvelope, message: MimeMessage): Promise<Attempt | null>;
  turnAway(): void;
  close(): void;
}

export function openSmtpRelay(options: RelayOptions): SmtpRelay {
  const connections = openSmtpConnections(smtpServer(options), options.connections, options.timeouts);
  return {
    async send(envelope, message) {
      const signature = options.dkim ? await signMessage(options.dkim, message) : null;
      return connections.send(envelope, messageBytes(message, signature));
    },
    turnAway: () => connections.turnAway(),
    close: () => connections.close(),
  };
}

/** How to reach the relay: TLS from the start, or required before anything is said unless its host is excepted by name. */
function smtpServer({ url: given, allowPlain }: Pick<RelayOptions, "url" | "allowPlain">): SmtpServer {
  const url = new URL(given);
  const secure = url.protocol === "smtps:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && !allowPlain,
    auth: url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : undefined,
  };
}
