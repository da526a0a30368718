import { createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { sha256 } from "@/lib/crypto";

const ED25519 = 1;
const KEY_ID_BYTES = 4;
const SIGNATURE_BYTES = 64;

/** What a checkpoint says: this log had so many events, and this is the Merkle root over them. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
  /** The key that signs every later checkpoint, in the line by which people know it. */
  next?: NoteVerifier | undefined;
}

/** An extension line of the checkpoint (C2SP tlog-checkpoint allows any), so that no other format is needed to hand a log on. */
const NEXT = "amends-next-key ";

/** A public key with the name under which it signs. */
export interface NoteVerifier {
  name: string;
  publicKey: Buffer;
}

/** A key's name may hold neither spaces nor plus signs. Source: C2SP signed-note. */
export function isKeyName(name: string): boolean {
  return name !== "" && !/[\s+\p{Cc}]/u.test(name);
}

function keyId({ name, publicKey }: NoteVerifier): Buffer {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey])).subarray(0, KEY_ID_BYTES);
}

/** Write a public key in one line: `name+id+key`. Source: C2SP signed-note, "verifier keys". */
export function writeVerifier(verifier: NoteVerifier): string {
  return `${verifier.name}+${keyId(verifier).toString("hex")}+${Buffer.concat([Buffer.of(ED25519), verifier.publicKey]).toString("base64")}`;
}

/** Read such a line; null when it is none, or its id does not belong to its key. */
export function readVerifier(line: string): NoteVerifier | null {
  const [, name = "", id, body = ""] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(line.trim()) ?? [];
  const bytes = Buffer.from(body, "base64");
  if (bytes.length !== 33 || bytes[0] !== ED25519) return null;
  const verifier = { name, publicKey: bytes.subarray(1) };
  return keyId(verifier).toString("hex") === id ? verifier : null;
}

/** Write and sign a checkpoint. Source: C2SP tlog-checkpoint, and C2SP signed-note for the envelope. */
export function signCheckpoint({ origin, size, root, next }: Checkpoint, publicKey: Buffer, privateKey: KeyObject): string {
  const text = `${origin}\n${size}\n${root.toString("base64")}\n${next ? `${NEXT}${writeVerifier(next)}\n` : ""}`;
  const signature = Buffer.concat([keyId({ name: origin, publicKey }), sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${origin} ${signature.toString("base64")}\n`;
}

/** Read what a note says, whoever signed it; null when it is no checkpoint. */
function readCheckpoint(note: string): Checkpoint | null {
  const [origin = "", size = "", root = "", ...rest] = note.split("\n");
  if (!isKeyName(origin) || !/^(0|[1-9]\d{0,14})$/.test(size) || !/^[A-Za-z0-9+/]{43}=$/.test(root) || !rest.includes("")) return null;
  const announced = rest.slice(0, rest.indexOf("")).find((line) => line.startsWith(NEXT));
  const next = announced === undefined ? undefined : (readVerifier(announced.slice(NEXT.length)) ?? undefined);
  return { origin, size: Number(size), root: Buffer.from(root, "base64"), ...(next && { next }) };
}

/** Read a checkpoint that this key signed under its name; null for anything else. Signatures of others beside it, such as witnesses', are passed over. */
export function openCheckpoint(note: string, verifier: NoteVerifier): Checkpoint | null {
  const end = note.lastIndexOf("\n\n");
  const checkpoint = readCheckpoint(note);
  if (end < 0 || checkpoint?.origin !== verifier.name) return null;
  const text = Buffer.from(note.slice(0, end + 1));
  const id = keyId(verifier);
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: verifier.publicKey.toString("base64url") }, format: "jwk" });
  const signed = note
    .slice(end + 2)
    .split("\n")
    .some((line) => {
      const [dash, name, body = ""] = line.split(" ");
      const bytes = Buffer.from(body, "base64");
      return dash === "—" && name === verifier.name && bytes.length === KEY_ID_BYTES + SIGNATURE_BYTES && bytes.subarray(0, KEY_ID_BYTES).equals(id) && verify(null, text, key, bytes.subarray(KEY_ID_BYTES));
    });
  return signed ? checkpoint : null;
}
