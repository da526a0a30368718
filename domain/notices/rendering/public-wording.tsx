import type { PhrasingContent, RootContent } from "mdast";
import { Fragment, type ReactNode } from "react";
import type { Translate } from "@/content/translator";
import { dataClasses } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import { isPlaceOfList, readMarkdown, splitPlaceholders } from "./read-markdown";
import { mayLinkTo } from "../rules";
import type { NoticeWording, SectionCondition, SharedValues } from "../types";

/** What stands in a wording that is read by everybody at once: what is the same for all, and for what differs from person to person something that is true of all. */
export interface PublicValues {
  shared: SharedValues;
  /** What leaked, or words for it. */
  leaked: string[];
  /** Words for the number that a person's own notice has. */
  reference: string;
}

interface PublicWordingProps {
  wording: NoticeWording;
  locale: Locale;
  values: PublicValues;
  /** The namespace `postings-page`, in which is said whom a section is for. */
  t: Translate;
}

/**
 * A wording as one page for everybody: every section, those for some people under words that say for whom. Everything that is filled in is text to React and escaped by it.
 * It is plain HTML without a class that anything depends on, so it is the same in a page of the portal and in one that is kept for ever.
 */
export function PublicWording({ wording, locale, values, t }: PublicWordingProps): ReactNode {
  return together(wording).map(({ when, texts }, i) => {
    const whom = conditionInWords(when, locale, t);
    // Read as one, so that a list goes on from one section to the next.
    const blocks = readMarkdown(texts.map((text) => text[locale]).join("\n\n")).map((node, n) => <Block key={n} node={node} values={values} />);
    if (whom === null) return <Fragment key={i}>{blocks}</Fragment>;
    return (
      <div key={i} className="for-some">
        <p className="for-whom">{whom}</p>
        {blocks}
      </div>
    );
  });
}

/** Fill a single line, such as a subject. */
export function fillPublicLine(text: string, values: PublicValues): string {
  return fill(text, values);
}

/** Sections that follow each other and are for the same people are one. */
function together({ sections }: NoticeWording): { when: SectionCondition; texts: NoticeWording["sections"][number]["text"][] }[] {
  const groups: { when: SectionCondition; texts: NoticeWording["sections"][number]["text"][] }[] = [];
  for (const { when, text } of sections) {
    const last = groups.at(-1);
    if (last && last.when.dataClass === when.dataClass && last.when.evidence === when.evidence && last.when.subjectKind === when.subjectKind) last.texts.push(text);
    else groups.push({ when, texts: [text] });
  }
  return groups;
}

/** Say whom a section is for, or null where it is for everybody. */
function conditionInWords({ dataClass, evidence, subjectKind }: SectionCondition, locale: Locale, t: Translate): string | null {
  const data = dataClass && dataClasses[dataClass].label[locale];
  const about = data ? t(`for.data-${evidence ?? "any"}`, { data }) : evidence ? t(`for.${evidence}`) : null;
  if (subjectKind === undefined) return about;
  return about === null ? t(`for.${subjectKind}`) : t(`for.only-${subjectKind}`, { whom: about });
}

function Block({ node, values, tight = false }: { node: RootContent; values: PublicValues; tight?: boolean }): ReactNode {
  if (isPlaceOfList(node))
    return (
      <ul>
        {values.leaked.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    );
  switch (node.type) {
    case "heading":
      return node.depth < 3 ? (
        <h2>
          <Inline nodes={node.children} values={values} />
        </h2>
      ) : (
        <h3>
          <Inline nodes={node.children} values={values} />
        </h3>
      );
    case "list": {
      const items = node.children.map((item, i) => (
        <li key={i}>
          {item.children.map((child, n) => (
            <Block key={n} node={child} values={values} tight={!item.spread} />
          ))}
        </li>
      ));
      return node.ordered ? <ol start={node.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
    }
    case "paragraph":
      return tight ? (
        <Inline nodes={node.children} values={values} />
      ) : (
        <p>
          <Inline nodes={node.children} values={values} />
        </p>
      );
    // Nothing else is read (`readMarkdown`).
    default:
      return null;
  }
}

function Inline({ nodes, values }: { nodes: readonly PhrasingContent[]; values: PublicValues }): ReactNode {
  return nodes.map((node, i) => {
    switch (node.type) {
      case "text":
        return <Fragment key={i}>{broken(node.value, values)}</Fragment>;
      case "strong":
        return (
          <strong key={i}>
            <Inline nodes={node.children} values={values} />
          </strong>
        );
      case "emphasis":
        return (
          <em key={i}>
            <Inline nodes={node.children} values={values} />
          </em>
        );
      case "link":
        return mayLinkTo(node.url) ? (
          <a key={i} href={node.url}>
            <Inline nodes={node.children} values={values} />
          </a>
        ) : (
          <Inline key={i} nodes={node.children} values={values} />
        );
      case "break":
        return <br key={i} />;
      default:
        return null;
    }
  });
}

/** A line break that was typed is one that is read; the portal's address is a link. */
function broken(text: string, values: PublicValues): ReactNode {
  const portal = values.shared["portal-url"];
  return text.split("\n").map((line, i) => (
    <Fragment key={i}>
      {i > 0 && <br />}
      {line.split("{{portal-url}}").map((stretch, n) => (
        <Fragment key={n}>
          {n > 0 && <a href={portal}>{portal}</a>}
          {fill(stretch, values)}
        </Fragment>
      ))}
    </Fragment>
  ));
}

function fill(text: string, { shared, leaked, reference }: PublicValues): string {
  const known: Record<string, string> = { ...shared, reference, "leaked-classes": leaked.join(", "), "leaked-list": leaked.join(", ") };
  return splitPlaceholders(text)
    .map((piece) => (typeof piece === "string" ? piece : Object.hasOwn(known, piece.placeholder) ? (known[piece.placeholder] ?? "") : `{{${piece.placeholder}}}`))
    .join("");
}
