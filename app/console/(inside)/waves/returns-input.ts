/** What was typed and what a chosen file says, one below the other; the lines of the file come first, so that numbers of lines are those of the file. */
export async function returnsInput({ file, handles, ...rest }: Record<string, unknown>): Promise<Record<string, unknown> & { handles: string; fromFile: boolean }> {
  const list = file instanceof File && file.size > 0 ? `${await file.text()}\n` : "";
  return { ...rest, fromFile: list !== "", handles: `${list}${typeof handles === "string" ? handles : ""}` };
}
