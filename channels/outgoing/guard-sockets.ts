import { AsyncLocalStorage } from "node:async_hooks";
import { lookup } from "node:dns/promises";
import { isIP, Socket } from "node:net";
import type { Destination } from "./destinations";

/** A connection to a place that is not on the list of this process. Its message names the place: operators meet it in the log when a setting is missing. */
export class OutgoingRefused extends Error {
  readonly code = "OUTGOING_REFUSED";
  constructor({ host, port }: Destination) {
    super(`a connection to ${host}:${port} is not on this installation's list of places; if it should be, name it in OUTGOING_HOSTS`);
  }
}

const permitted = new AsyncLocalStorage<Destination>();

/** Open one address besides, that people registered and that was looked at (`openOutsideFetcher`). Holds for what `act` begins, and for nothing else. */
export function permitting<T>(url: URL, act: () => T): T {
  return permitted.run({ host: plain(url.hostname), port: Number(url.port || (url.protocol === "https:" ? 443 : 80)) }, act);
}

/**
 * From now on this process opens TCP connections to these places only, whoever asks for them: a forged address, a library, or code that somebody slipped in. Every client of
 * Node (`fetch`, http, TLS, SMTP, SMPP, PostgreSQL) connects by the one method that is wrapped here; connections by a path stay on this machine and are not looked at. Some
 * resolve a name by themselves and then connect to a number: that is a place of the list if one of its names with that port resolves to it.
 * @returns what takes the guard off again
 */
export function guardSockets(destinations: readonly Destination[], onRefused: (refused: OutgoingRefused) => void): () => void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the socket as `this` below
  const connect = Socket.prototype.connect;
  const isListed = (target: Destination) => [...destinations, permitted.getStore()].some((each) => each?.host === target.host && each.port === target.port);
  const refuse = (socket: Socket, target: Destination) => {
    const refused = new OutgoingRefused(target);
    onRefused(refused);
    socket.destroy(refused);
  };
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const target = targetOf(args);
    const go = () => Reflect.apply(connect, this, args) as Socket;
    if (target === null || isListed(target)) return go();
    // What is written meanwhile waits, as it does for any connection that is under way.
    (this as { connecting: boolean }).connecting = true;
    void isAddressOf(target, destinations).then((listed) => {
      if (this.destroyed) return;
      if (listed) go();
      else refuse(this, target);
    });
    return this;
  };
  return () => {
    Socket.prototype.connect = connect;
  };
}

const plain = (host: string) => host.replaceAll(/[[\]]/g, "").toLowerCase();

/** Where a call of `connect` leads: by port and host, by options, or by both in the list that Node hands on inside; null for a path. */
function targetOf(args: unknown[]): Destination | null {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === "object" && first !== null) {
    const { path, host, port } = first as { path?: unknown; host?: unknown; port?: unknown };
    return typeof path === "string" && path !== "" && port === undefined ? null : { host: plain(typeof host === "string" && host !== "" ? host : "localhost"), port: Number(port) };
  }
  if (typeof first === "string" && !/^\d+$/.test(first)) return null;
  return { host: plain(typeof second === "string" ? second : "localhost"), port: Number(first) };
}

async function isAddressOf({ host, port }: Destination, destinations: readonly Destination[]): Promise<boolean> {
  if (isIP(host) === 0) return false;
  const names = new Set(destinations.filter((each) => each.port === port && isIP(each.host) === 0).map((each) => each.host));
  const resolved = await Promise.all([...names].map((name) => lookup(name, { all: true }).catch(() => [])));
  return resolved.flat().some(({ address }) => address === host);
}
