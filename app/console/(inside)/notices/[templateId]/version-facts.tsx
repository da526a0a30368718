import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { KeyValues } from "@/components/ui/lists";
import { formatTime, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import { hashWording } from "@/domain/notices/approval/hash-wording";
import { getTemplateVersion, listCorrectionsOf } from "@/domain/notices/queries";
import type { TemplateVersion } from "@/domain/notices/types";
import { listStaffNames } from "@/domain/staff/queries";

/** Who wrote and who approved a version, when, and the hash of its words. */
export async function VersionFacts({ ctx, locale, timeZone, version }: { ctx: StaffContext; locale: Locale; timeZone: string; version: TemplateVersion }) {
  const t = await getTranslations({ locale, namespace: "notices" });
  const names = await listStaffNames(ctx);
  const name = (id: string) => names.get(id) ?? "–";
  const { approvedBy, approvedAt, corrects } = version;
  const earlier = corrects && (await getTemplateVersion(ctx, corrects.versionId));
  const later = await listCorrectionsOf(ctx, version.id);
  return (
    <Panel title={t("version", { number: version.number })}>
      <KeyValues
        rows={[
          { name: t("written-by"), value: version.editedBy.map(name).join(", ") },
          { name: t("updated"), value: <Time at={version.updatedAt} locale={locale} timeZone={timeZone} /> },
          ...(approvedBy && approvedAt ? [{ name: t("approved"), value: t("approved-by", { name: name(approvedBy), at: formatTime(approvedAt, locale, timeZone) }) }] : []),
          ...(earlier ? [{ name: t("corrects"), value: <Link href={`/console/notices/${earlier.templateId}?version=${earlier.number}`}>{t("version-of", { name: earlier.name, number: earlier.number })}</Link> }] : []),
          ...later.map(({ id, name: title }) => ({ name: t("corrected-by"), value: <Link href={`/console/notices/${id}`}>{title}</Link> })),
          { name: t("hash"), value: <code className="break-all">{hashWording(version.content)}</code> },
        ]}
      />
    </Panel>
  );
}
