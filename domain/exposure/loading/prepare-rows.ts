import { randomFillSync } from "node:crypto";
import { OPEN_VERSION } from "@/db/schema/exposure";
import type { ContactPointKind } from "@/db/values/contact";
import { IndexWriter, MAC_BYTES, MacWriter, sealedLength, sealInto, type NumberedKey } from "@/lib/crypto";
import { placeName } from "../../keys/sealed";
import type { CheckedRow } from "../files/check-row";
import { BinaryCopy, encodedField, encodedInt4 } from "./copy-binary";

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

const UUID_BYTES = 16;
const RANDOM_POOL = 4096 * UUID_BYTES;
let pool = Buffer.alloc(0);
let drawn = 0;

/** Write a random UUID (RFC 9562 version 4), drawn from a pool: asking the generator for each would take longer than all else. */
function writeRandomUuid(out: Buffer, at: number): void {
  if (drawn === pool.length) {
    pool = randomFillSync(Buffer.allocUnsafe(RANDOM_POOL));
    drawn = 0;
  }
  drawn += pool.copy(out, at, drawn, drawn + UUID_BYTES);
  out.writeUInt8((out.readUInt8(at + 6) & 0x0f) | 0x40, at + 6);
  out.writeUInt8((out.readUInt8(at + 8) & 0x3f) | 0x80, at + 8);
}

function uuidText(buffer: Buffer, at: number): string {
  const hex = buffer.toString("hex", at, at + UUID_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Values of which a file has few: languages, countries, time zones. Each is laid out once. */
function rememberedFields(): (value: string) => Buffer {
  const known = new Map<string, Buffer>();
  return (value) => {
    let field = known.get(value);
    if (!field) known.set(value, (field = encodedField(value)));
    return field;
  };
}

/**
 * Seals and indexes rows and lays them out for COPY. Until the merge gives people their numbers, a row's line stands in for `subject_id`. `content_mac`
 * covers everything that is said about a person, so two imports that say the same are seen to, though their envelopes differ.
 */
export class RowPreparer {
  private readonly subjects: BinaryCopy;
  private readonly contacts: BinaryCopy;
  private readonly links: BinaryCopy;
  private readonly index: IndexWriter;
  private readonly content: MacWriter;
  private readonly few = rememberedFields();
  private readonly incident: Buffer;
  private readonly versions: Buffer;

  /** `characters` is the length of the text that the rows are read from. */
  constructor(
    private readonly incidentId: string,
    version: number,
    private readonly keys: PrepareKeys,
    characters: number,
  ) {
    this.subjects = new BinaryCopy(characters * 3);
    this.contacts = new BinaryCopy(characters);
    this.links = new BinaryCopy(characters / 10);
    this.index = new IndexWriter(keys.index);
    this.content = new MacWriter(keys.content);
    this.incident = encodedField(Buffer.from(incidentId.replaceAll("-", ""), "hex"));
    this.versions = Buffer.concat([encodedInt4(version), encodedInt4(OPEN_VERSION)]);
  }

  add(row: CheckedRow): void {
    const { subjects, links, few } = this;
    const line = BigInt(row.line);
    const text = JSON.stringify(row.content);
    let recordId = "";
    subjects.tuple(16);
    subjects.fields(this.incident);
    subjects.int8(line);
    subjects.fields(this.versions);
    subjects.field(UUID_BYTES, (buffer, at) => {
      writeRandomUuid(buffer, at);
      recordId = uuidText(buffer, at);
    });
    // The same person in a later file is found by it.
    writeMac(subjects, this.index, `ref:${row.content.ref}`);
    subjects.fields(few(row.kind));
    subjects.fields(few(row.locale));
    subjects.fields(few(row.country));
    subjects.fields(few(row.timeZone));
    subjects.int8(row.confirmed);
    subjects.int8(row.possible);
    subjects.int8(row.cleared);
    const classes = `${row.confirmed}\u0001${row.possible}\u0001${row.cleared}`;
    writeMac(subjects, this.content, `${row.kind}\u0001${row.locale}\u0001${row.country}\u0001${row.timeZone}\u0001${classes}\u0001${row.namedBy.join("\u0000")}\u0001${text}`);
    subjects.field(sealedLength(text), (buffer, at) => {
      sealInto(buffer, at, this.keys.seal, placeName({ table: "subjects", column: "sealed", scope: this.incidentId, recordId }), text);
    });
    subjects.int8(line);
    for (const email of row.emails) this.addContact("email", email, line);
    for (const phone of row.phones) this.addContact("phone", phone, line);
    if (row.postal !== null) this.addContact("postal", row.postal, line);
    for (const ref of row.namedBy) {
      links.tuple(2);
      links.int8(line);
      writeMac(links, this.index, `ref:${ref}`);
    }
  }

  private addContact(kind: ContactPointKind, value: string, line: bigint): void {
    const { contacts } = this;
    contacts.tuple(6);
    contacts.fields(this.incident);
    contacts.fields(this.few(kind));
    writeMac(contacts, this.index, `${kind}:${value}`);
    contacts.int8(line);
    contacts.fields(this.versions);
  }

  /** Hand the rows over; the instance is used up. */
  finish(): PreparedRows {
    return { subjects: this.subjects.finish(), contacts: this.contacts.finish(), links: this.links.finish() };
  }
}

function writeMac(copy: BinaryCopy, writer: MacWriter | IndexWriter, value: string): void {
  copy.field(MAC_BYTES, (buffer, at) => {
    writer.write(value, buffer, at);
  });
}
