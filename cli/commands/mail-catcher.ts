import type { Command } from "../command";
import { startMailCatcher } from "../mail-catcher/catcher";
import { stopSignal } from "../stop-signal";

export const command: Command = {
  summary: "catch all mail and text messages of a development installation and show them",
  usage: "amends mail-catcher [SMTP_PORT] [HTTP_PORT]",
  async run([smtpPort = "1025", httpPort = "8025"]) {
    const catcher = await startMailCatcher({ smtpPort: Number(smtpPort), httpPort: Number(httpPort) });
    process.send?.("ready");
    console.log(`mail catcher: SMTP 127.0.0.1:${catcher.smtpPort}, http://127.0.0.1:${catcher.httpPort}`);
    await stopSignal();
    await catcher.close();
    return 0;
  },
};
