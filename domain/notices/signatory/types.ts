import type { PictureType } from "@/db/values/pictures";
import type { Localized } from "@/db/values/locales";

/** Who signs a version of an apology. */
export interface Signatory {
  name: Localized;
  role: Localized;
  picture: { type: PictureType; bytes: Buffer } | null;
}
