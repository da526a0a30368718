/** From 0 to 1. */
export type ShowProgress = (share: number) => void;

export interface Rotated {
  /** Ids in the register. */
  from: string;
  to: string;
}
