/** The part of `smpp` 0.5 that is used here; the library brings no types. */
declare module "smpp" {
  import type { EventEmitter } from "node:events";
  import type { Server as NetServer, Socket } from "node:net";

  interface Pdu {
    command: string;
    command_status: number;
    sequence_number: number;
    esm_class?: number;
    message_id?: string;
    receipted_message_id?: string;
    message_state?: number;
    destination_addr?: string;
    source_addr?: string;
    data_coding?: number;
    registered_delivery?: number;
    short_message?: { message: string | Buffer; udh?: Buffer[] };
    message_payload?: { message: string | Buffer };
    system_id?: string;
    password?: string;
    response(options?: Record<string, unknown>): Pdu;
  }

  class Session extends EventEmitter {
    socket: Socket;
    /** False when the socket cannot be written to: nothing was sent. */
    send(pdu: Pdu): boolean;
    bind_transceiver(options: Record<string, unknown>, answered: (pdu: Pdu) => void): boolean;
    submit_sm(options: Record<string, unknown>, answered: (pdu: Pdu) => void): boolean;
    enquire_link(answered: (pdu: Pdu) => void): boolean;
    deliver_sm(options: Record<string, unknown>, answered?: (pdu: Pdu) => void): boolean;
    unbind(answered?: (pdu: Pdu) => void): boolean;
    close(): void;
    destroy(): void;
  }

  interface Server extends NetServer {
    sessions: Session[];
  }

  const smpp: {
    connect(options: { host: string; port: number; tls: boolean; servername?: string }): Session;
    createServer(options: { key?: string; cert?: string }, listener: (session: Session) => void): Server;
    errors: Record<string, number>;
  };
  export default smpp;
  export type { Pdu, Server, Session };
}
