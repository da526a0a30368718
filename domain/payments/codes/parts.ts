import { partsWithin } from "../../programmes/reckon";
import type { Benefit } from "../../programmes/types";

export interface CodePart {
  /** Its place among the benefit's parts, from 0. */
  part: number;
  /** Days for which a code has to be good when it is sent; 0 for a service, whose term begins with its first use. */
  validDays: number;
  /** What it is worth, in minor units; null for a service. */
  valueMinor: bigint | null;
}

/** The codes that a benefit consists of: of vouchers one for each part, as far as what was granted reaches; of a service one. Money has none. */
export function partsOf(benefit: Benefit, grantedMinor: bigint | null = null): CodePart[] {
  if (benefit.kind === "monitoring") return [{ part: 0, validDays: 0, valueMinor: null }];
  if (benefit.kind !== "vouchers") return [];
  const parts = benefit.parts.map(({ valueMinor, validDays }, part) => ({ part, validDays, valueMinor }));
  return grantedMinor === null ? parts : partsWithin(parts, grantedMinor);
}

/** A part by what it is: its benefit, its place there and what it is worth. A form names it so, and codes of it are given to nothing else. */
export function codePartKey({ benefit, part, valueMinor }: { benefit: string; part: number; valueMinor: bigint | null }): string {
  return [benefit, part, ...(valueMinor === null ? [] : [valueMinor])].join(":");
}
