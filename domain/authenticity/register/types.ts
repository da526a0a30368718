import { createPublicKey } from "node:crypto";
import { z } from "zod";
import { senderKinds, type EntryKind, type EntryState } from "@/db/values/authenticity";

const localized = (most: number) => {
  const text = z.string("required").trim().min(1, "required").max(most, "too-long").regex(/^[^\p{Cc}]*(?:[\t\n\r][^\p{Cc}]*)*$/u, "control-characters");
  return z.object({ ko: text, en: text });
};
const day = z.iso.date("date");
const perhapsDay = z.preprocess((value) => (value === "" || value === undefined ? null : value), day.nullable());

/** A sender that is ours, as people know it, and what it is for. */
const senderContent = z.object({ value: z.string("required").trim().min(1, "required").max(254, "too-long"), use: localized(200) });
/** A key of a mail system of ours: from and until which day it signs. */
const keyContent = z.object({
  domain: z.string("required").trim().toLowerCase().regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,}$/, "domain"),
  selector: z.string("required").trim().toLowerCase().regex(/^[a-z0-9_]([a-z0-9._-]{0,61}[a-z0-9_])?$/, "selector"),
  publicKey: z.string("required").max(4000, "too-long").transform(readPublicKey).refine((key) => key !== "", "public-key"),
  from: perhapsDay,
  until: perhapsDay,
});
/** A fake that went around: how it looks and by what one knows it. */
const fakeContent = z.object({ title: localized(160), looks: localized(3000), recognise: localized(3000), since: day });

export type SenderContent = z.infer<typeof senderContent>;
export type KeyContent = z.infer<typeof keyContent>;
export type FakeContent = z.infer<typeof fakeContent>;

export const proposeEntryInput = z.discriminatedUnion("kind", [z.object({ kind: z.enum(senderKinds), content: senderContent }), z.object({ kind: z.literal("dkim-key"), content: keyContent }), z.object({ kind: z.literal("fake"), content: fakeContent })], { error: "choose-one" });
export type ProposedEntry = z.output<typeof proposeEntryInput>;

/** What a row of the register says, whose content was checked when it was written. */
export type Entry = ProposedEntry & {
  id: string;
  state: EntryState;
  /** Null where the worker entered its own key. */
  proposedBy: string | null;
  proposedAt: Date;
  decidedAt: Date | null;
  endedAt: Date | null;
  /** Whether it has a picture. */
  picture: boolean;
};

/** Read a row's kind and content. */
export function readEntry(kind: EntryKind, content: unknown): ProposedEntry {
  return proposeEntryInput.parse({ kind, content });
}

/** The key out of a DNS record as it stands there (`v=DKIM1; k=rsa; p=…`, RFC 6376 § 3.6.1) or alone: RSA of at least 1,024 bits. Empty when it is none. */
function readPublicKey(written: string): string {
  const inRecord = /(?:^|;)\s*p\s*=\s*([^;]*)/i.exec(written)?.[1];
  const base64 = (inRecord ?? written).replaceAll(/["\s]|-----[A-Z ]+-----/g, "");
  try {
    const key = createPublicKey({ key: Buffer.from(base64, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "rsa" && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024 ? key.export({ format: "der", type: "spki" }).toString("base64") : "";
  } catch {
    return "";
  }
}
