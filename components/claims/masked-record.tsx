import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { MaskedRecord } from "@/domain/claims/types";
import { shownNumber } from "@/domain/exposure/rules";
import { KeyValues } from "../ui/lists";
import { Masked } from "../ui/text";

/** A record as far as it may be shown to whoever has a paper in hand: to be compared with what stands on it. */
export async function MaskedRecordView({ record, locale }: { record: MaskedRecord; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const contacts = record.places.flatMap(({ masked }) => (masked === null ? [] : [masked]));
  return (
    <KeyValues
      rows={[
        { name: t("record"), value: t(`kind.${record.kind}`, { subject: shownNumber(record.subjectId) }) },
        ...(record.name ? [{ name: t("record-name"), value: <Masked>{record.name}</Masked> }] : []),
        ...(record.address ? [{ name: t("record-address"), value: <Masked>{record.address}</Masked> }] : []),
        { name: t("record-contacts"), value: contacts.length > 0 ? contacts.map((masked) => <span key={masked} className="block"><Masked>{masked}</Masked></span>) : t("record-no-contacts") },
      ]}
    />
  );
}
