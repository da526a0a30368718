/** What a person typed could not be understood: exit status 2, with the usage. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Read a count as people type it: 100000, 100,000 or 100_000. @throws {UsageError} */
export function readCount(name: string, text: string | undefined, max = 1_000_000_000): number {
  const value = Number((text ?? "").replaceAll(/[,_]/g, ""));
  if (text === undefined || text === "" || !Number.isSafeInteger(value) || value < 0 || value > max) throw new UsageError(`${name} must be a whole number up to ${max}.`);
  return value;
}

/** Read a share: 0.02 or 2%. @throws {UsageError} */
export function readShare(name: string, text: string): number {
  const percent = text.endsWith("%");
  const value = Number(percent ? text.slice(0, -1) : text) / (percent ? 100 : 1);
  if (text.trim() === "" || !(value >= 0 && value <= 1)) throw new UsageError(`${name} must be a share such as 0.02 or 2%.`);
  return value;
}
