import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import type { StaffId } from "../../kernel/ids";

/** Whom a living token stands for. */
export interface TokenBearer {
  tokenId: string;
  /** SHA-256 of the token, hex. */
  hash: string;
  staffId: StaffId;
  locale: Locale;
  /** What they may do now. */
  roles: Role[];
  /** Of these roles: those whose use has not been written down within the hour. */
  usedLongAgo: Role[];
  /** The last use that is written down is more than a minute old. */
  seenLongAgo: boolean;
}

/** A living token as its person sees it. */
export interface OwnToken {
  id: string;
  name: string;
  madeAt: Date;
  /** When it stops by itself: at its own end, or at the age that the register allows if that comes first. */
  runsOutAt: Date;
  lastUsedAt: Date | null;
}
