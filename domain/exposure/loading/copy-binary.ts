/**
 * Writes PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"). One instance makes the whole data of one COPY: header, tuples, trailer.
 */
export class BinaryCopy {
  private buffer: Buffer;
  private length = 0;

  /** `bytes` is how large the whole is likely to become: growing costs a copy, and memory until the next collection. */
  constructor(bytes: number) {
    // Not from the shared pool: the whole memory is handed to another thread.
    this.buffer = Buffer.allocUnsafeSlow(Math.max(Math.ceil(bytes), 1024));
    this.header();
  }

  private header(): void {
    this.length = this.buffer.write("PGCOPY\n\u00ff\r\n\0", 0, "latin1");
    this.length = this.buffer.writeInt32BE(0, this.length);
    this.length = this.buffer.writeInt32BE(0, this.length);
  }

  private room(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }

  tuple(columns: number): void {
    this.room(2);
    this.length = this.buffer.writeInt16BE(columns, this.length);
  }

  /** Fields that were laid out before by {@link encodedField}, any number of them. */
  fields(encoded: Buffer): void {
    this.room(encoded.length);
    this.length += encoded.copy(this.buffer, this.length);
  }

  /** Open a field of so many bytes; `write` fills all of them, beginning at the offset it is given. */
  field(bytes: number, write: (buffer: Buffer, at: number) => void): void {
    this.room(4 + bytes);
    const at = this.buffer.writeInt32BE(bytes, this.length);
    write(this.buffer, at);
    this.length = at + bytes;
  }

  int8(value: bigint): void {
    this.room(12);
    this.length = this.buffer.writeInt32BE(8, this.length);
    this.length = this.buffer.writeBigInt64BE(value, this.length);
  }

  /** Close the stream and hand it over; the instance is used up. */
  finish(): Buffer {
    this.room(2);
    this.length = this.buffer.writeInt16BE(-1, this.length);
    const done = this.buffer.subarray(0, this.length);
    this.buffer = Buffer.alloc(0);
    return done;
  }
}

/** One field as it stands in a tuple: its length, then its bytes. */
export function encodedField(value: Buffer | string): Buffer {
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  const field = Buffer.alloc(4 + bytes.length);
  field.writeInt32BE(bytes.length);
  bytes.copy(field, 4);
  return field;
}

export function encodedInt4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return encodedField(bytes);
}
