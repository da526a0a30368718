import type { getTranslations } from "next-intl/server";
import type { MenuGroup } from "@/components/notices/insert-menu";
import { blockNames, reusableBlocks } from "@/content/starter-templates/reusable-blocks";
import type { Locale, Localized } from "@/db/values/locales";
import { personalPlaceholders, sharedPlaceholders } from "@/db/values/placeholders";

/** What can be put into a wording, in the words of one language: marks, what is filled in, the facts with what they say now, and whole sections. */
export function insertGroups(t: Awaited<ReturnType<typeof getTranslations<"notices">>>, locale: Locale, facts: readonly { name: string; label: Localized; said: Localized }[]): MenuGroup[] {
  const filled = (name: (typeof sharedPlaceholders)[number] | (typeof personalPlaceholders)[number]) => ({
    id: name,
    label: t(`insert.name.${name}`),
    detail: t(`placeholders.${name}`),
    insert: { kind: name === "leaked-list" ? "alone" : "inline", text: `{{${name}}}` } as const,
  });
  const groups: MenuGroup[] = [
    { id: "personal", label: t("insert.personal"), items: personalPlaceholders.map(filled) },
    { id: "shared", label: t("insert.shared"), items: sharedPlaceholders.map(filled) },
    { id: "facts", label: t("insert.facts"), items: facts.map(({ name, label, said }) => ({ id: name, label: label[locale], detail: said[locale], insert: { kind: "inline", text: `{{fact:${name}}}` } as const })) },
    {
      id: "marks",
      label: t("insert.marks"),
      items: [
        { id: "heading", label: t("insert.heading"), insert: { kind: "heading" } },
        { id: "list", label: t("insert.list"), insert: { kind: "list" } },
        { id: "strong", label: t("insert.strong"), insert: { kind: "strong" } },
        { id: "link", label: t("insert.link"), insert: { kind: "link", label: t("insert.link-label") } },
      ],
    },
    { id: "blocks", label: t("insert.blocks"), items: blockNames.map((name) => ({ id: name, label: t(`insert.block.${name}`), insert: { kind: "block", sections: reusableBlocks[name] } as const })) },
  ];
  return groups.filter(({ items }) => items.length > 0);
}
