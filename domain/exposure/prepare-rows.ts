import { randomFillSync } from "node:crypto";
import { OPEN_VERSION } from "@/db/schema/exposure";
import { mac, seal, type NumberedKey } from "@/lib/crypto";
import { placeName } from "../keys/sealed";
import type { CheckedRow } from "./check-row";
import { BinaryCopy } from "./copy-binary";

export interface PrepareKeys {
  seal: NumberedKey;
  index: Buffer;
  content: Buffer;
}

export interface PreparedRows {
  subjects: Buffer;
  contacts: Buffer;
  links: Buffer;
}

const RANDOM_POOL = 4096;
let pool = Buffer.alloc(0);

/** A random UUID (RFC 9562 version 4) as bytes, drawn from a pool. */
function randomUuidBytes(): Buffer {
  if (pool.length < 16) pool = randomFillSync(Buffer.allocUnsafe(RANDOM_POOL * 16));
  const id = Buffer.from(pool.subarray(0, 16));
  pool = pool.subarray(16);
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x40, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id;
}

function uuidText(id: Buffer): string {
  const hex = id.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * Seal and index rows and lay them out for COPY. Until the merge gives people their numbers, a row's line stands in for `subject_id`. `content_mac` covers
 * everything that is said about a person, so two imports that say the same are seen to, though their envelopes differ.
 */
export function prepareRows(rows: readonly CheckedRow[], incidentId: string, version: number, keys: PrepareKeys): PreparedRows {
  const subjects = new BinaryCopy(rows.length * 640);
  const contacts = new BinaryCopy(rows.length * 220);
  const links = new BinaryCopy(rows.length * 16);
  // The same person in a later file is found by it.
  const refIndex = (ref: string) => mac(keys.index, `ref:${ref}`);
  const incident = Buffer.from(incidentId.replaceAll("-", ""), "hex");
  for (const row of rows) {
    const line = BigInt(row.line);
    const recordId = randomUuidBytes();
    const text = JSON.stringify(row.content);
    const said = [row.kind, row.locale, row.country, row.timeZone, row.confirmed, row.possible, row.cleared, row.namedBy.join("\u0000"), text].join("\u0001");
    subjects.tuple(16);
    subjects.bytes(incident);
    subjects.int8(line);
    subjects.int4(version);
    subjects.int4(OPEN_VERSION);
    subjects.bytes(recordId);
    subjects.bytes(refIndex(row.content.ref));
    subjects.text(row.kind);
    subjects.text(row.locale);
    subjects.text(row.country);
    subjects.text(row.timeZone);
    subjects.int8(row.confirmed);
    subjects.int8(row.possible);
    subjects.int8(row.cleared);
    subjects.bytes(mac(keys.content, said));
    subjects.bytes(seal(keys.seal, placeName({ table: "subjects", column: "sealed", scope: incidentId, recordId: uuidText(recordId) }), text));
    subjects.int8(line);
    const contact = (kind: "email" | "phone", value: string) => {
      contacts.tuple(6);
      contacts.bytes(incident);
      contacts.text(kind);
      contacts.bytes(mac(keys.index, `${kind}:${value}`));
      contacts.int8(line);
      contacts.int4(version);
      contacts.int4(OPEN_VERSION);
    };
    for (const email of row.emails) contact("email", email);
    for (const phone of row.phones) contact("phone", phone);
    for (const ref of row.namedBy) {
      links.tuple(2);
      links.int8(line);
      links.bytes(refIndex(ref));
    }
  }
  return { subjects: subjects.finish(), contacts: contacts.finish(), links: links.finish() };
}
