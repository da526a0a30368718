import http from "node:http";
import https from "node:https";
import { z } from "zod";
import type { SmsMessage } from "@/domain/correspondence/types";
import type { WaveHandover } from "@/domain/waves/types";
import { mac } from "@/lib/crypto";
import { withoutNumbers } from "@/lib/redact";
import type { SmsGateway, SmsGatewayOptions, SmsTimeouts } from "./gateway";

/** Answers longer than this are cut: only the handle is wanted. */
const MOST_ANSWER = 64 * 1024;
const answered = z.object({ handle: z.string().min(1).max(200) });
/** Not now; the same request may succeed later. */
const later = new Set([408, 425, 429, 503]);
/** The gateway does not know us or its own address: every other text would be refused alike. */
const ofUs = new Set([401, 403, 404, 405]);
/** The gateway does not take our signature, and so has taken nothing. */
const ofSignature = new Set([401, 403]);

/** What came of one request. `begun` is whether the gateway may have read it. */
type Exchange = { status: number; body: string } | { error: string; begun: boolean; stale: boolean };

/**
 * A gateway that is spoken to over HTTP: one POST for each text, signed over its time and body. A repeat bears the same Idempotency-Key, so that the gateway can give
 * the answer it gave before. Redirects are not followed: they would carry numbers to wherever an answer says.
 */
export function openHttpGateway(options: SmsGatewayOptions & { timeouts: SmsTimeouts }): SmsGateway {
  const url = new URL(options.url);
  const { request, Agent } = url.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const post = (message: SmsMessage, secret: string): Promise<Exchange> => {
    const body = JSON.stringify({ id: message.id, to: message.to, from: options.from, text: message.text });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
      "idempotency-key": message.id,
      "x-amends-timestamp": timestamp,
      "x-amends-signature": `v1=${signText(secret, timestamp, body)}`,
    };
    return exchange(request(url, { method: "POST", agent, headers }), body, options.timeouts);
  };
  const hand = async (message: SmsMessage, secret: string): Promise<Exchange> => {
    const first = await post(message, secret);
    // A kept connection that the gateway had closed meanwhile; the key makes a second try the same text.
    return "stale" in first && first.stale ? post(message, secret) : first;
  };
  // One that takes over is tried first: a gateway that takes both is not to hold on to the old one.
  let taken = options.nextSecret ?? options.secret;
  return {
    async submit(message) {
      if (!/^\+\d{7,15}$/.test(message.to)) return { outcome: "rejected", reply: "not a phone number" };
      const other = taken === options.secret ? options.nextSecret : options.secret;
      const first = await hand(message, taken);
      if (other === undefined || !refusesSignature(first)) return classify(first);
      const second = await hand(message, other);
      if (!refusesSignature(second)) taken = other;
      return classify(second);
    },
    close: () => agent.destroy(),
  };
}

/** HMAC-SHA-256 over `<seconds>.<body>`, in hex. */
export function signText(secret: string, timestamp: string, body: string): string {
  return mac(Buffer.from(secret), `${timestamp}.${body}`).toString("hex");
}

function exchange(request: http.ClientRequest, body: string, timeouts: SmsTimeouts): Promise<Exchange> {
  return new Promise((resolve) => {
    let begun = false;
    let timer = setTimeout(() => request.destroy(new Error("no connection in time")), timeouts.connect);
    const begin = () => {
      begun = true;
      clearTimeout(timer);
      timer = setTimeout(() => request.destroy(new Error("no answer in time")), timeouts.answer);
    };
    const settle = (result: Exchange) => {
      clearTimeout(timer);
      resolve(result);
    };
    const failed = (error: NodeJS.ErrnoException) => settle({ error: error.code ?? error.message, begun, stale: request.reusedSocket && error.code === "ECONNRESET" });
    request.once("socket", (socket) => {
      if (!socket.connecting && !("encrypted" in socket && !request.reusedSocket)) begin();
      else socket.once("encrypted" in socket ? "secureConnect" : "connect", begin);
    });
    request.on("error", failed);
    request.once("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text = (text + part).slice(0, MOST_ANSWER)));
      response.once("error", failed);
      response.once("end", () => settle({ status: response.statusCode ?? 0, body: text }));
    });
    request.end(body);
  });
}

function refusesSignature(result: Exchange): boolean {
  return "status" in result && ofSignature.has(result.status);
}

function classify(result: Exchange): WaveHandover {
  if ("error" in result) return { outcome: result.begun ? "in-doubt" : "unavailable", reply: withoutNumbers(result.error) };
  const { status, body } = result;
  const reply = withoutNumbers(`HTTP ${status}${status >= 400 && body.length > 0 && !/^\s*</.test(body) ? ` ${body.slice(0, 200)}` : ""}`);
  if (status >= 200 && status < 300) {
    const handle = readHandle(body);
    return { outcome: "accepted", reply, ...(handle === null ? {} : { handle }) };
  }
  if (later.has(status)) return { outcome: "later", reply };
  if (status < 400 || ofUs.has(status)) return { outcome: "unavailable", reply };
  return { outcome: status < 500 ? "rejected" : "in-doubt", reply };
}

function readHandle(body: string): string | null {
  try {
    return answered.parse(JSON.parse(body)).handle;
  } catch {
    return null;
  }
}
