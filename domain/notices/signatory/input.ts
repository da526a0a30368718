import { z } from "zod";

const line = z.string().trim().min(1, "required").max(120, "too-long").regex(/^[^\p{Cc}\p{Co}{}]*$/u, "control-characters");
const described = () => z.string().trim().max(200, "too-long").regex(/^[^\p{Cc}\p{Co}{}]*$/u, "control-characters").default("");
const localized = z.object({ ko: line, en: line });

/** What a picture shows, in words; empty is the name of who is on it. */
export const pictureAlt = z.object({ ko: described(), en: described() });

export const signatoryWords = z.object({ name: localized, role: localized });

/** What a portrait beside an apology needs; larger ones are made smaller before. */
export const PICTURE_BYTES = 500_000;
export const PICTURE_PIXELS = { least: 64, most: 2000 };

export const saveSignatoryInput = signatoryWords.extend({
  versionId: z.uuid(),
  edit: z.coerce.number().int().positive(),
  /** Undefined keeps the picture that is there. */
  picture: z.instanceof(Buffer).refine((bytes) => bytes.length <= PICTURE_BYTES, "picture-large").optional(),
  alt: pictureAlt.prefault({}),
  withoutPicture: z.boolean().default(false),
});

export const addApologyInput = z.object({ versionId: z.uuid(), edit: z.coerce.number().int().positive(), apologyVersionId: z.uuid("choose-one") });
