/** Rows of keyboards and runs of signs that hands type by themselves, there and back. */
const runs = ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn", "가나다라마바사아자차카타파하", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ"];

/**
 * Whether a password is one of those that are tried first. Length alone does not help them: a common word with figures and signs around it, the same few signs again and again, a run of the keyboard and the
 * person's own address are common, too. Whatever is left of the rest is theirs to choose (NIST SP 800-63B § 3.1.1.2).
 */
export function isCommonPassword(password: string, common: ReadonlySet<string>, email: string): boolean {
  const small = password.normalize("NFKC").toLowerCase();
  const bare = small.replaceAll(/\s+/g, "");
  const core = bare.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const own = [email.toLowerCase(), email.toLowerCase().split("@")[0] ?? "", email.toLowerCase().split("@")[1]?.split(".")[0] ?? "", "amends"];
  return [small, bare, core, unit(bare), unit(core)].some((part) => part !== "" && (common.has(part) || own.includes(part))) || unit(bare).length <= 3 || isRun(bare) || isRun(core);
}

/** What a text repeats, itself where it repeats nothing: `abc` of `abcabcab`. */
function unit(text: string): string {
  for (let size = 1; size <= text.length / 2; size++) {
    const part = text.slice(0, size);
    if (part.repeat(Math.ceil(text.length / size)).startsWith(text)) return part;
  }
  return text;
}

function isRun(text: string): boolean {
  if (text.length < 4) return false;
  return runs.some((run) => {
    const there = run.repeat(3);
    return there.includes(text) || Array.from(there).reverse().join("").includes(text);
  });
}
