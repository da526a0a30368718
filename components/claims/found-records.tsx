import Link from "next/link";
import type { Locale } from "@/db/values/locales";
import type { MaskedRecord } from "@/domain/claims/types";
import { recordKey } from "@/domain/exposure/rules";
import { MaskedRecordView } from "./masked-record";

interface FoundRecordsProps {
  records: readonly MaskedRecord[];
  locale: Locale;
  /** The page that goes on with one of them. */
  page: string;
  words: { none: string; use: string };
}

/** What a search for a person's record found, each to be compared and gone on with. */
export function FoundRecords({ records, locale, page, words }: FoundRecordsProps) {
  if (records.length === 0) return <p>{words.none}</p>;
  return (
    <ul className="space-y-6">
      {records.map((record) => (
        <li key={record.subjectId.toString()}>
          <MaskedRecordView record={record} locale={locale} />
          <p className="mt-2">
            <Link href={`${page}?record=${recordKey(record.subjectId)}`} prefetch={false}>
              {words.use}
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}
