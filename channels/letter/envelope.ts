import type { PrintableLetter } from "@/domain/letters/types";

/** Points to a millimetre. */
export const MM = 72 / 25.4;
/** The country that letters are posted in. */
const HOME = "KR";

/** Where an envelope's window lies over the sheet, and where the sheet is folded, in millimetres from its top left corner. */
export interface Envelope {
  window: { x: number; y: number; width: number; height: number };
  folds: readonly number[];
}

/**
 * Abroad: the window of DIN 5008 form B, for envelopes DL and C6/5. In Korea: folded into three equal parts for the 220 × 105 mm envelope, whose panel of 99 mm the same
 * window lies in; a window further down would show the subject.
 */
export function envelopeOf(country: string): Envelope {
  const window = { x: 20, y: 45, width: 85, height: 45 };
  return country === HOME ? { window, folds: [99, 198] } : { window, folds: [105, 210] };
}

/** Countries that write the postal code before the town (Universal Postal Union, addressing systems by country); most others write it behind. */
const codeFirst = new Set("AT BE BG CH CZ DE DK EE ES FI FR GR HR HU IS IT LI LT LU MX NL NO PL PT RO RS SE SI SK TR".split(" "));

export interface AddressLines {
  lines: string[];
  /** Set to the right of the last line or below it. */
  code: string | null;
}

/** Write an address the way the post of its country reads it. In Korea from the large to the small, the name with its honorific at the end, the code to the right. */
export function addressLines({ country, address }: Pick<PrintableLetter, "country" | "address">): AddressLines {
  if (country === HOME) return { lines: [...address.l, /[가-힣]/.test(address.n) ? `${address.n} 귀하` : address.n], code: address.c };
  const place = address.l.slice(0, -1);
  const town = address.l.at(-1) ?? "";
  const last = codeFirst.has(country) ? `${address.c} ${town}` : `${town} ${address.c}`;
  return { lines: [address.n, ...place, last.trim(), countryName(country)], code: null };
}

const names = new Intl.DisplayNames("en", { type: "region" });

/** A letter abroad names its country in capitals, in a language that every post reads. */
function countryName(country: string): string {
  return (names.of(country) ?? country).toUpperCase();
}
