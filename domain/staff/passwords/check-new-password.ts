import { commonPasswords } from "@/content/passwords/common-passwords";
import { Invalid } from "../../kernel/errors";
import { isBreached } from "./breached-file";
import { isCommonPassword } from "./rules";

/** Look whether a password that somebody chooses is one that is tried first: common ones always, breached ones where the operator supplies a file. @throws {Invalid} */
export async function checkNewPassword(password: string, email: string, breachedFile: string | undefined): Promise<void> {
  if (isCommonPassword(password, commonPasswords(), email)) throw new Invalid({ password: ["password-common"] });
  if (breachedFile !== undefined && (await isBreached(breachedFile, password))) throw new Invalid({ password: ["password-breached"] });
}
