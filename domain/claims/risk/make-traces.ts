import type { SealedSubject } from "@/db/values/contact";
import type { TraceKind } from "@/db/values/claim-risk";
import { mac, MAC_BYTES } from "@/lib/crypto";
import { canonicalPhone } from "../../keys/canonical-contact";
import type { ClaimAnswers, PayoutAccount } from "../types";
import { linkTrace } from "./link-trace";
import { lookBands, tellsPictures } from "./looks";
import { surnameOf } from "./names";
import type { ClaimOrigin } from "./types";
import { signWords, wordBands } from "./words";

export interface Trace {
  kind: TraceKind;
  trace: Buffer;
}

export interface TraceSources {
  answers: ClaimAnswers;
  payout: PayoutAccount | null;
  /** What is sealed in the record that the claim rests on; null once it is erased. */
  record: SealedSubject | null;
  country: string;
  origin: ClaimOrigin | null;
  papers: readonly { originalHash: Buffer | null; perceptualHash: Buffer | null }[];
}

/**
 * Turn what a claim says into keyed traces: equal values give equal traces, and without the key none can be guessed. The number of the account counts, never the bank alone; the
 * address counts without the name on it.
 */
export function makeTraces(present: Buffer, { answers, payout, record, country, origin, papers }: TraceSources): Trace[] {
  const key = present.subarray(0, MAC_BYTES);
  const traces: Trace[] = [];
  const add = (kind: TraceKind, value: string) => traces.push({ kind, trace: mac(key, `risk|${kind}|${value}`).subarray(0, 16) });
  if (payout) add("account", payout.kind === "iban" ? payout.iban : `${payout.bank}:${payout.account}`);
  if (origin?.browser) add("device", origin.browser);
  if (origin?.network) add("network", origin.network);
  for (const phone of phonesOf(answers, record, country)) add("phone", phone);
  const address = record?.a && [record.a.c, ...record.a.l].join("").normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  if (address) {
    add("address", address);
    const surname = record.a && surnameOf(record.a.n);
    if (surname) add("family", `${address}|${surname}`);
  }
  for (const { originalHash, perceptualHash } of papers) {
    if (originalHash) add("paper", originalHash.toString("hex"));
    if (perceptualHash && tellsPictures(perceptualHash)) for (const trace of lookBands(key, perceptualHash)) traces.push({ kind: "look", trace });
  }
  const signature = signWords(key, [answers.time?.what ?? "", ...answers.losses.map(({ what }) => what)].join("\n"));
  if (signature) traces.push({ kind: "words", trace: signature }, ...wordBands(key, signature).map((trace): Trace => ({ kind: "words-band", trace })));
  const known = new Set<string>();
  const once = traces.filter(({ kind, trace }) => {
    const name = `${kind}|${trace.toString("hex")}`;
    return known.size < known.add(name).size;
  });
  return once.map(({ kind, trace }) => ({ kind, trace: linkTrace(present, trace) }));
}

function phonesOf({ contact }: ClaimAnswers, record: SealedSubject | null, country: string): string[] {
  const phones = (record?.p ?? []).flatMap((raw) => {
    const read = canonicalPhone(raw, country);
    return read.ok ? [read.value] : [];
  });
  return contact.kind === "phone" ? [contact.value, ...phones] : phones;
}
