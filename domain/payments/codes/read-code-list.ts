import { recordsOf } from "../../exposure/files/csv-records";
import { Conflict } from "../../kernel/errors";
import { tableOf } from "../answers/read-table";

export interface ListedCode {
  line: number;
  code: string;
  /** The last day on which it can be used; null where the provider names none. */
  expiresOn: string | null;
}

/** The most codes of one list. */
const MOST = 50_000;

/** Read a list of codes: the code, and the last day on which it can be used as YYYY-MM-DD. A first line that names columns is passed over. @throws {Conflict} code-list-unreadable, with its line */
export function readCodeList(bytes: Buffer): ListedCode[] {
  const seen = new Set<string>();
  const codes: ListedCode[] = [];
  for (const { line, cells } of recordsOf(tableOf(bytes))) {
    if (!cells) throw new Conflict("code-list-unreadable", { line });
    const [code = "", day = ""] = cells.map((cell) => cell.normalize("NFKC").replace(/^\uFEFF/, "").trim());
    if (code === "" && day === "") continue;
    if (codes.length === 0 && /^(code|코드|쿠폰|이용권|번호)/i.test(code)) continue;
    const real = day === "" || (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)));
    if (!/^[\x21-\x7e]{4,64}$/.test(code) || !real || seen.has(code)) throw new Conflict("code-list-unreadable", { line });
    seen.add(code);
    codes.push({ line, code, expiresOn: day || null });
    if (codes.length > MOST) throw new Conflict("code-list-too-long", { count: MOST });
  }
  if (codes.length === 0) throw new Conflict("code-list-unreadable", { line: 1 });
  return codes;
}
