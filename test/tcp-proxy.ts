import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface TcpProxy {
  port: number;
  /** Let nothing through any more, either way, while every connection stays open: a network that is gone without a word. */
  swallow: () => void;
  /** Bring what was swallowed, late, and let everything through again. */
  deliver: () => void;
  /** Break every connection; what was swallowed is lost. */
  cut(): void;
  close(): Promise<void>;
}

/** A line between a program and a server on loopback that can be broken in the ways in which networks break. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let swallowing = false;
  let late: (() => void)[] = [];
  const through = (act: () => void) => {
    if (swallowing) late.push(act);
    else act();
  };
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on("data", (bytes) => through(() => !to.destroyed && to.write(bytes)));
    from.on("error", () => undefined);
    from.on("close", () => {
      sockets.delete(from);
      through(() => to.end());
    });
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: target, host: "127.0.0.1", allowHalfOpen: true });
    client.on("end", () => through(() => upstream.end()));
    upstream.on("end", () => through(() => client.end()));
    join(client, upstream);
    join(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    late = [];
    swallowing = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    swallow() {
      swallowing = true;
    },
    deliver() {
      swallowing = false;
      const acts = late;
      late = [];
      for (const act of acts) act();
    },
    cut,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
