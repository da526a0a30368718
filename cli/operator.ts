import type { Context, OperatorActor } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import { openInstallation, type Installation } from "./installation";

/** Run one command of the person at the machine on the installation it is about. */
export async function asOperator<T>(act: (ctx: Context<OperatorActor>, installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openInstallation("cli");
  try {
    return await act(mintContext(installation.parts, { kind: "operator" }), installation);
  } finally {
    await installation.close();
  }
}
