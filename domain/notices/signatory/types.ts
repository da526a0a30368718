import type { PictureType } from "@/db/values/pictures";
import type { Localized } from "@/db/values/locales";

/** Who signs a version of an apology. */
export interface Signatory {
  name: Localized;
  role: Localized;
  /** `alt` says what it shows; empty is the name. */
  picture: { type: PictureType; bytes: Buffer; alt: Localized } | null;
}
