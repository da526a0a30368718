import { canonicalEmail, canonicalPhone } from "../keys/canonical-contact";
import type { Context } from "../kernel/context";
import { Invalid } from "../kernel/errors";
import { installationIndex, type InstallationIndex } from "../keys/sealed";
import { maskContact } from "../lookups/rules";
import { suppressionId } from "./suppress-contact";

export interface TypedContact {
  index: InstallationIndex;
  /** What may be shown of it. */
  masked: string;
  /** See {@link suppressionId}. */
  auditId: string;
}

/** Read an address or phone number as somebody typed it. @throws {Invalid} for what is neither */
export async function readTypedContact(ctx: Context, typed: string): Promise<TypedContact> {
  const kind = typed.includes("@") || typed.includes("＠") ? "email" : "phone";
  const read = kind === "email" ? canonicalEmail(typed) : canonicalPhone(typed);
  if (!read.ok) throw new Invalid({ contact: [read.defect] });
  const index = await installationIndex(ctx.keys, `${kind}:${read.value}`);
  return { index, masked: maskContact({ kind, value: read.value }), auditId: suppressionId(index) };
}
