import { createServer, type Socket } from "node:net";

/*
 * A relay in a process of its own that takes everything and keeps nothing: as little work as SMTP allows, so that the senders are what is measured. Prints its port.
 */
const greeting = Buffer.from("220 sink ESMTP\r\n");
const ok = Buffer.from("250 2.0.0 OK\r\n");
const hello = Buffer.from("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n");
const go = Buffer.from("354 go ahead\r\n");
const END = "\r\n.\r\n";

function serve(socket: Socket): void {
  let inData = false;
  let held = "";
  let code = "";
  socket.setNoDelay(true);
  socket.on("error", () => undefined);
  socket.write(greeting);
  socket.on("data", (part) => {
    held += part.toString("latin1");
    for (;;) {
      if (inData) {
        const end = held.indexOf(END);
        if (end < 0) {
          held = held.slice(-END.length);
          return;
        }
        held = held.slice(end + END.length);
        inData = false;
        if (code !== "") process.send?.({ code });
        code = "";
        socket.write(ok);
        continue;
      }
      const line = held.indexOf("\r\n");
      if (line < 0) return;
      const command = held.slice(0, 4).toUpperCase();
      // Mails with codes are told of, each as it comes.
      if (command === "RCPT" && held.startsWith("<code-", 8)) code = held.slice(9, held.indexOf(">"));
      held = held.slice(line + 2);
      if (command === "DATA") {
        inData = true;
        held = `\r\n${held}`;
        socket.write(go);
      } else if (command === "QUIT") socket.end("221 bye\r\n");
      else socket.write(command === "EHLO" ? hello : ok);
    }
  });
}

const server = createServer(serve).listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
process.on("disconnect", () => process.exit(0));
