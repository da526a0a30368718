import type { SmsMessage, SmsReceipt } from "@/domain/correspondence/types";
import type { WaveHandover } from "@/domain/waves/types";

export interface SmsTimeouts {
  /** Milliseconds for a connection and its log-in. */
  connect: number;
  /** From handing a text over to the word on it. */
  answer: number;
  /** Between two signs of life on a line that is otherwise still. */
  idle: number;
}

export interface SmsGatewayOptions {
  /** `smpps://user:password@host:port`, `smpp://…`, or the address of an HTTP gateway. */
  url: string;
  /** The sender that a phone shows: a number or a short name. */
  from: string;
  /** Signs what goes to an HTTP gateway. */
  secret: string;
  /** While that is rotated, the one that takes over: whichever of the two the gateway takes is signed with. */
  nextSecret?: string;
  /** Told of each text that the gateway took, and so knew us by what we have of it. */
  onUse?: () => void;
  /** Texts that may be under way at once. */
  connections: number;
  /** Takes a receipt that came over the same line. It is confirmed to the gateway once this has resolved, and comes again when it rejects. */
  onReceipt?: (receipt: SmsReceipt) => Promise<void>;
  timeouts?: Partial<SmsTimeouts>;
}

/** One gateway for one lane. */
export interface SmsGateway {
  submit(message: SmsMessage): Promise<WaveHandover>;
  close(): void;
}
