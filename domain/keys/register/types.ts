import type { KeyKind, KeyState } from "@/db/values/key-kinds";

/** A key or secret that a process holds. Its value goes into a fingerprint and no further. */
export interface HeldSecret {
  kind: KeyKind;
  /** Which one of its kind: a setting, a relay, a selector. */
  name: string;
  value: Buffer | string;
  /** When it was made, where that is known; else its age counts from when it was first seen. */
  createdAt?: Date;
}

export interface RegisteredKey {
  id: string;
  kind: KeyKind;
  name: string;
  /** For keys of an incident: its slug. */
  incident: string | null;
  state: KeyState;
  ownerId: string | null;
  custodians: { staffId: string; strikeAskedBy: string | null }[];
  createdAt: Date;
  lastUsedAt: Date | null;
  retiredAt: Date | null;
  /** Until when it may be in use. */
  dueAt: Date;
  age: "fine" | "soon" | "overdue";
  /** Who left and knows it, while it has not been rotated. */
  leavers: string[];
}
