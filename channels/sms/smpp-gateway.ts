import { randomInt } from "node:crypto";
import type { SmsMessage } from "@/domain/correspondence/types";
import type { WaveHandover } from "@/domain/waves/types";
import { smsOctets, splitSms, type SmsParts } from "@/lib/sms-text";
import { classifyStatus } from "./classify-status";
import type { SmsGateway, SmsGatewayOptions, SmsTimeouts } from "./gateway";
import { SmppLink, type Answer, type SmppServer } from "./smpp-link";

/** Pause before the next try to bind, doubled up to a minute. */
const PAUSE_MS = 500;
const MOST_PAUSE_MS = 60_000;
const UDHI = 0x40;

/**
 * An SMPP 3.4 gateway: one session bound as transceiver, so that receipts come over it too, with as many texts under way as the window has room for. It binds at once and
 * again whenever the line ends; while there is none, texts are `unavailable`.
 */
export function openSmppGateway(options: SmsGatewayOptions & { timeouts: SmsTimeouts }): SmsGateway {
  const server = smppServer(options.url);
  let link: SmppLink | null = null;
  let binding: Promise<string>;
  let failures = 0;
  let closed = false;
  let again: NodeJS.Timeout | undefined;
  let free = options.connections;
  const waiting: (() => void)[] = [];

  const bind = async (): Promise<string> => {
    const mine = new SmppLink(server, options.timeouts, options.onReceipt, () => {
      if (link === mine) link = null;
      if (closed) return;
      failures += 1;
      again = setTimeout(() => void (binding = bind()), Math.min(PAUSE_MS * 2 ** (failures - 1), MOST_PAUSE_MS));
    });
    link = mine;
    const answer = await mine.bind(server);
    if (answer.kind !== "answered") return "no connection";
    if (mine.ready) failures = 0;
    return classifyStatus(answer.pdu.command_status).reply;
  };
  binding = bind();

  return {
    async submit(message) {
      const why = await binding;
      while (free === 0 && !closed) await new Promise<void>((resolve) => waiting.push(resolve));
      if (closed || !link?.ready) return { outcome: "unavailable", reply: closed ? "closed" : why };
      free -= 1;
      const handover = await submitParts(link, options.from, message);
      free += 1;
      waiting.shift()?.();
      return handover;
    },
    close() {
      closed = true;
      clearTimeout(again);
      link?.close();
      for (const wake of waiting.splice(0)) wake();
    },
  };
}

/**
 * Submit the parts in their order. The last asks for the receipt and names the text. Once a part is with the gateway, a later one that finds no way leaves the text in
 * doubt: to begin again would send the first parts twice.
 */
async function submitParts(link: SmppLink, from: string, message: SmsMessage): Promise<WaveHandover> {
  if (!/^\+\d{7,15}$/.test(message.to)) return { outcome: "rejected", reply: "not a phone number" };
  const { encoding, parts } = splitSms(message.text);
  if (parts.length > 255) return { outcome: "rejected", reply: "too long" };
  const reference = randomInt(256);
  let handover: WaveHandover = { outcome: "unavailable", reply: "nothing to send" };
  for (const [i, part] of parts.entries()) {
    const udh = parts.length > 1 ? [0x05, 0x00, 0x03, reference, parts.length, i + 1] : [];
    handover = sort(await link.submit({ ...sender(from), ...recipient(message.to), ...body(part, encoding, udh), registered_delivery: i === parts.length - 1 ? 1 : 0 }));
    if (handover.outcome !== "accepted") return i > 0 && handover.outcome !== "rejected" ? { outcome: "in-doubt", reply: handover.reply } : handover;
  }
  return handover;
}

function sort(answer: Answer): WaveHandover {
  if (answer.kind === "unsent") return { outcome: "unavailable", reply: "no connection" };
  if (answer.kind === "lost") return { outcome: "in-doubt", reply: answer.why };
  const { command, command_status, message_id } = answer.pdu;
  // A generic_nack says that our PDU was not understood: it was not taken.
  if (command === "generic_nack" && command_status === 0) return { outcome: "rejected", reply: "generic_nack" };
  const handover = classifyStatus(command_status);
  return handover.outcome === "accepted" && message_id ? { ...handover, handle: message_id } : handover;
}

function body(part: string, encoding: SmsParts["encoding"], udh: number[]): Record<string, unknown> {
  return { short_message: Buffer.from([...udh, ...smsOctets(part, encoding)]), data_coding: encoding === "gsm" ? 0x00 : 0x08, esm_class: udh.length > 0 ? UDHI : 0 };
}

/** Type and plan of an address (SMPP 3.4 § 5.2.5): a short name, an international number, or one as it is dialled at home. */
function sender(from: string): Record<string, unknown> {
  if (/[A-Za-z]/.test(from)) return { source_addr_ton: 5, source_addr_npi: 0, source_addr: from };
  return { source_addr_ton: from.startsWith("+") ? 1 : 0, source_addr_npi: 1, source_addr: from.replace("+", "") };
}

function recipient(to: string): Record<string, unknown> {
  return { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: to.slice(1) };
}

function smppServer(given: string): SmppServer {
  const url = new URL(given);
  const tls = url.protocol === "smpps:";
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: url.port ? Number(url.port) : tls ? 3550 : 2775, tls, systemId: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
}
