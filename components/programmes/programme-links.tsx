import Link from "next/link";
import type { Locale } from "@/db/values/locales";
import type { Programme } from "@/domain/programmes/types";

/** Programmes to choose from; `closed` says of one that nobody can file under it. */
export function ProgrammeLinks({ programmes, base, locale, closed }: { programmes: { programme: Programme; filable: boolean }[]; base: string; locale: Locale; closed: string }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {programmes.map(({ programme: { id, slug, terms }, filable }) => (
        <li key={id} className="py-4">
          <Link href={`${base}/${slug}`} prefetch={false} className="text-18 font-semibold">
            {terms.texts.name[locale]}
          </Link>
          <p>{terms.texts.summary[locale]}</p>
          {!filable && <p className="text-ink-soft">{closed}</p>}
        </li>
      ))}
    </ul>
  );
}
