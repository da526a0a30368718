/** How other kinds of file begin, or, like archives, end: looked for in what hangs on behind a picture or document. */
const SIGNATURES = ["%PDF-", "PK\u0003\u0004", "PK\u0005\u0006", "Rar!\u001a\u0007", "7z\u00bc\u00af\u0027\u001c", "\u001f\u008b\u0008", "<?php", "<script", "<html", "<svg", "<!doctype", "\u007fELF", "This program cannot be run in DOS mode", "\u00ca\u00fe\u00ba\u00be", "#!/"];

/**
 * Whether bytes that belong to no picture or document hold another file. Cameras hang depth maps and films behind their pictures, so that there is something is no
 * reason to refuse; that it is an archive, a page or a program is.
 */
export function holdsForeignContent(rest: Buffer): boolean {
  const text = rest.toString("latin1").toLowerCase();
  return SIGNATURES.some((signature) => text.includes(signature.toLowerCase()));
}
