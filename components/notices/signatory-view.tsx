import { locales, type Localized } from "@/db/values/locales";
import type { PictureType } from "@/db/values/pictures";

interface SignatoryViewProps {
  signatory: { name: Localized; role: Localized; picture: { type: PictureType; bytes: Buffer } | null };
  /** What the picture shows, in the language of whoever looks. */
  alt: string;
}

/** Who signs, as it stands below the posted apology. */
export function SignatoryView({ signatory: { name, role, picture }, alt }: SignatoryViewProps) {
  return (
    <div className="flex flex-wrap items-center gap-4">
      {/* eslint-disable-next-line @next/next/no-img-element -- a picture of the database, which nothing scales */}
      {picture && <img src={`data:${picture.type};base64,${picture.bytes.toString("base64")}`} alt={alt} className="size-24 rounded-6 object-cover" />}
      {locales.map((locale) => (
        <p key={locale} lang={locale}>
          <span className="block text-ink-soft">{role[locale]}</span>
          <strong>{name[locale]}</strong>
        </p>
      ))}
    </div>
  );
}
