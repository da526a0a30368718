import { randomToken, sha256 } from "@/lib/crypto";
import type { Command } from "../command";

const usage = `amends scim token     make a token for the company's identity provider and print it, once, with the setting by which it is known here
Give the token to the provider; put the setting into every web process and start them again. To rotate it: SCIM_NEXT_TOKEN_SHA256 first, the token to the provider, then amends keys rotate scim-token.`;

export const command: Command = {
  summary: "make a token for the company's identity provider (SCIM)",
  usage,
  run([verb, ...args]) {
    if (verb !== "token" || args.length > 0) {
      console.error(usage);
      return Promise.resolve(2);
    }
    const token = randomToken();
    console.log(`Token, for the identity provider alone: ${token}\nSetting, which is no secret by itself:   SCIM_TOKEN_SHA256=${sha256(token).toString("hex")}`);
    return Promise.resolve(0);
  },
};
