import type { NoticeKind } from "@/db/values/notice-kinds";
import { allClear } from "./all-clear";
import { apology } from "./apology";
import { claimCorrespondence } from "./claim-correspondence";
import { compensation } from "./compensation";
import { correction } from "./correction";
import { first } from "./first";
import { full } from "./full";
import { guidanceUpdate } from "./guidance-update";
import { possibility } from "./possibility";
import { thirdParty } from "./third-party";
import type { Wording } from "./types";

/** The wording to start from of every kind of notice. */
export const starterTemplates: Record<NoticeKind, Wording> = {
  possibility,
  first,
  full,
  correction,
  "all-clear": allClear,
  "third-party": thirdParty,
  apology,
  "guidance-update": guidanceUpdate,
  compensation,
  "claim-correspondence": claimCorrespondence,
};
