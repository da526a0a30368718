import "server-only";

/** What a field without a file is called: by a browser, and by the framework when it carries a form itself. */
const NO_FILE = ["", "blob", "undefined"];

/** The bytes of a file that was sent with a form; null where none was chosen. A chosen file that is empty has none, and is for its verb to refuse. */
export async function bytesOfFile(value: unknown): Promise<Buffer | null> {
  return value instanceof File && (value.size > 0 || !NO_FILE.includes(value.name)) ? Buffer.from(await value.arrayBuffer()) : null;
}
