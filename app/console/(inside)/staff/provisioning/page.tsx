import { getTranslations } from "next-intl/server";
import { scimAddress } from "@/app/_server/scim";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, DataTable, KeyValues } from "@/components/ui/lists";
import { Badge, Callout, EmptyState, Time } from "@/components/ui/text";
import { roles } from "@/db/values/roles";
import { may } from "@/domain/kernel/context";
import { mayMapGroups, mayReadProvisioning } from "@/domain/provisioning/policy";
import { getLastContact, listProvisionedGroups } from "@/domain/provisioning/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { mapGroupAction } from "./actions";

export const generateMetadata = staffTitle("provisioning", "title");

export default async function ProvisioningPage() {
  const { ctx, member } = await requireStaff(mayReadProvisioning);
  const { locale } = member;
  const [groups, lastContact, names, t, tStaff] = await Promise.all([listProvisionedGroups(ctx), getLastContact(ctx), listStaffNames(ctx), getTranslations({ locale, namespace: "provisioning" }), getTranslations({ locale, namespace: "staff" })]);
  const address = scimAddress();
  const maps = may(ctx.actor, mayMapGroups);
  return (
    <div className="max-w-240">
      <BackLink href="/console/staff">{tStaff("title")}</BackLink>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      {address === null ? (
        <div className="mb-6">
          <Callout kind="possible" title={t("off.title")}>
            {t("off.text")}
          </Callout>
        </div>
      ) : (
        <Panel title={t("connection")}>
          <KeyValues
            rows={[
              { name: t("address"), value: <code className="wrap-anywhere">{address}</code> },
              { name: t("last-contact"), value: lastContact ? <Time at={lastContact} locale={locale} /> : t("never") },
            ]}
          />
          <p className="mt-3 text-ink-soft">{t("silence")}</p>
        </Panel>
      )}
      <Panel title={t("groups")}>
        <p className="mb-3 max-w-160 text-ink-soft">{t("groups-text")}</p>
        <DataTable
          caption={t("groups")}
          rows={groups}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t("none")}>{t("none-text")}</EmptyState>}
          columns={[
            { head: t("group"), cell: ({ displayName }) => <span className="wrap-anywhere">{displayName}</span> },
            { head: t("members"), cell: ({ members }) => members, align: "right" },
            {
              head: t("role"),
              cell: ({ id, displayName, role }) =>
                maps ? (
                  <ActionForm action={mapGroupAction} hidden={{ groupId: id }} className="flex flex-wrap items-end gap-2">
                    <Select name="role" label={t("role-of", { group: displayName })} initial={role ?? ""} empty={t("no-role")} options={roles.map((value) => ({ value, label: tStaff(`role.${value}`) }))} />
                    <SubmitButton kind="secondary">{t("save")}</SubmitButton>
                  </ActionForm>
                ) : role ? (
                  <Badge>{tStaff(`role.${role}`)}</Badge>
                ) : (
                  t("no-role")
                ),
            },
            { head: t("mapped-by"), cell: ({ role, mappedBy }) => (mappedBy ? (names.get(mappedBy) ?? "–") : role ? <Badge tone="possible">{t("nobody-says")}</Badge> : "–") },
          ]}
        />
      </Panel>
    </div>
  );
}
