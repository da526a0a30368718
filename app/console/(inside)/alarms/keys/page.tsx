import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, DataTable } from "@/components/ui/lists";
import { Badge, EmptyState, Time } from "@/components/ui/text";
import { listKeys } from "@/domain/alarms/keys/list-keys";
import { mayReadPlantedKeys } from "@/domain/alarms/policy";
import { listStaffNames } from "@/domain/staff/queries";
import { liftKeyAction, plantKeyAction } from "./actions";

export const generateMetadata = staffTitle("alarms", "keys.title");

export default async function PlantedKeysPage() {
  const { ctx, member } = await requireStaff(mayReadPlantedKeys);
  const { locale } = member;
  const [keys, names, t] = await Promise.all([listKeys(ctx), listStaffNames(ctx), getTranslations({ locale, namespace: "alarms" })]);
  return (
    <div className="max-w-240">
      <BackLink href="/console/alarms">{t("title")}</BackLink>
      <PageHead title={t("keys.title")}>{t("keys.intro")}</PageHead>
      <Panel title={t("keys.plant")}>
        <ActionForm action={plantKeyAction} className="max-w-160 space-y-4">
          <TextField name="place" label={t("keys.place")} hint={t("keys.place-hint")} autoComplete="off" />
          <SubmitButton>{t("keys.submit")}</SubmitButton>
        </ActionForm>
      </Panel>
      <Panel title={t("keys.list")}>
        <DataTable
          caption={t("keys.list")}
          rows={keys}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t("keys.none")} />}
          columns={[
            { head: t("keys.number"), cell: ({ id }) => <code className="text-14">{id.slice(0, 12)}</code> },
            { head: t("keys.place-head"), cell: ({ place }) => <span className="wrap-anywhere">{place}</span> },
            { head: t("keys.planted-by"), cell: ({ plantedBy, plantedAt }) => <>{names.get(plantedBy) ?? "–"} <Time brief at={plantedAt} locale={locale} /></> },
            {
              head: t("state-head"),
              cell: ({ id, liftedAt }) =>
                liftedAt ? (
                  <Badge>{t("keys.lifted")}</Badge>
                ) : (
                  <ActionForm action={liftKeyAction} hidden={{ keyId: id }} className="">
                    <SubmitButton kind="secondary" small>{t("keys.lift")}</SubmitButton>
                  </ActionForm>
                ),
            },
          ]}
        />
      </Panel>
    </div>
  );
}
