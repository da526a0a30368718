import { jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { PictureType } from "../values/pictures";
import { bytea } from "./bytea";
import { noticeTemplateVersions } from "./notices";

/** Who signs a version of an apology; `name`, `role` and `pictureAlt` are parsed by domain/notices. */
export const noticeSignatories = pgTable("notice_signatories", {
  versionId: uuid("version_id").primaryKey().references(() => noticeTemplateVersions.id),
  name: jsonb("name").$type<unknown>().notNull(),
  role: jsonb("role").$type<unknown>().notNull(),
  picture: bytea("picture"),
  pictureType: text("picture_type").$type<PictureType>(),
  pictureAlt: jsonb("picture_alt").$type<unknown>().notNull().default({ ko: "", en: "" }),
});
