import { Body } from "@react-email/body";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Heading } from "@react-email/heading";
import { Html } from "@react-email/html";
import { Link } from "@react-email/link";
import { render, toPlainText } from "@react-email/render";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import type { PhrasingContent, RootContent } from "mdast";
import { Fragment, type ReactNode } from "react";
import { checkAddress } from "@/content/check-address";
import { translator } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { personalPlaceholders, type PersonalPlaceholder } from "@/db/values/placeholders";
import { isPlaceOfList, readMarkdown, splitPlaceholders } from "./read-markdown";
import { mayLinkTo } from "../rules";
import type { NoticePart, SharedValues } from "../types";

const INK = "#1a2129";
/** Word, which draws mails in Outlook, may take the first name alone: it is one that Windows has. */
const FONT = "'Malgun Gothic','Apple SD Gothic Neo',-apple-system,'Segoe UI',sans-serif";
const BODY = { margin: 0, padding: "24px 12px", backgroundColor: "#ffffff", color: INK, fontFamily: FONT, fontSize: "16px", lineHeight: "1.7", wordBreak: "keep-all" as const };
const PARAGRAPH = { margin: "0 0 16px", fontSize: "16px", lineHeight: "1.7" };
const HEADING = { margin: "28px 0 8px", fontSize: "18px", lineHeight: "1.4", fontWeight: 600 };
/** Room for the marks of a list is margin: Word knows padding in cells alone, and would put the marks outside the text. */
const LIST = { margin: "0 0 16px 24px", padding: 0 };
const ITEM = { margin: "0 0 6px" };
const SENDER = { margin: "0 0 8px", fontSize: "14px", fontWeight: 600 };
const FOOT = { margin: "8px 0 0", fontSize: "14px", lineHeight: "1.6" };
/** A table as wide as its place whatever stands in it, so that a long address breaks also where a mail program knows no other way to say so. */
const FIXED = { tableLayout: "fixed" as const, wordWrap: "break-word" as const };
const LINK = { color: "#0a5f66", textDecoration: "underline" };
/** Mail programs that turn colours over by themselves are told that both are meant; the others get the dark ones here. */
const DARK = "@media (prefers-color-scheme: dark) { .paper, .paper td { background-color: #14181d !important; color: #e8e6e1 !important; } .paper a { color: #6fc3ca !important; } }";

const PORTAL_URL = "{{portal-url}}";
/** Headings are written as they were typed: capitals are shouting, and Korean has none. */
export const AS_TEXT = { selectors: [{ selector: "h2", options: { uppercase: false } }, { selector: "h3", options: { uppercase: false } }] };

/** Where a personal value goes, while the mail is one text: characters that nobody may write mark its name. */
const PLACE = { open: "\uE000", close: "\uE001" };
const PLACES = new RegExp(`${PLACE.open}([a-z-]+)${PLACE.close}`, "u");

export interface EmailWording {
  locale: Locale;
  subject: string;
  sections: readonly string[];
  /** Whether it ends with how its number is checked. */
  foot: boolean;
}

/**
 * Build the mail of one language: HTML in tables, as Outlook wants them, and the same as text. Everything that is filled in is text to React and escaped by it; personal
 * values are left open as {@link NoticePart}s. The only link that is not written by hand is the portal's public address.
 */
export async function renderEmail(wording: EmailWording, shared: SharedValues): Promise<{ text: NoticePart[]; html: NoticePart[] }> {
  const html = await render(<Email wording={wording} shared={shared} />);
  return { html: splitPlaces(html), text: splitPlaces(`${toPlainText(html, AS_TEXT).trim()}\n`) };
}

function Email({ wording: { locale, subject, sections, foot }, shared }: { wording: EmailWording; shared: SharedValues }) {
  return (
    <Html lang={locale}>
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{fill(subject, shared)}</title>
        <style>{DARK}</style>
      </Head>
      <Body className="paper" style={BODY}>
        <Container style={{ maxWidth: "640px", ...FIXED }}>
          <Section style={{ borderBottom: "1px solid #d9d5cb", marginBottom: "24px", ...FIXED }}>
            <Text style={SENDER} data-skip-in-text="true">
              {bare(shared.organisation)}
            </Text>
          </Section>
          {/* Read as one, so that a list goes on from one section to the next. */}
          {readMarkdown(sections.join("\n\n")).map((node, i) => (
            <Block key={i} node={node} shared={shared} />
          ))}
          {foot && (
            <Section style={{ borderTop: "1px solid #d9d5cb", marginTop: "24px", ...FIXED }}>
              <Text style={FOOT}>{footOf(locale, shared, place("reference"))}</Text>
            </Section>
          )}
        </Container>
      </Body>
    </Html>
  );
}

function Block({ node, shared, tight = false }: { node: RootContent; shared: SharedValues; tight?: boolean }): ReactNode {
  if (isPlaceOfList(node))
    return (
      <ul style={LIST}>
        <li style={ITEM}>{place("leaked-list")}</li>
      </ul>
    );
  switch (node.type) {
    case "heading":
      return (
        <Heading as={node.depth < 3 ? "h2" : "h3"} style={HEADING}>
          <Inline nodes={node.children} shared={shared} />
        </Heading>
      );
    case "list": {
      const items = node.children.map((item, i) => (
        <li key={i} style={ITEM}>
          {item.children.map((child, n) => (
            <Block key={n} node={child} shared={shared} tight={!item.spread} />
          ))}
        </li>
      ));
      return node.ordered ? (
        <ol start={node.start ?? 1} style={LIST}>
          {items}
        </ol>
      ) : (
        <ul style={LIST}>{items}</ul>
      );
    }
    case "paragraph":
      return tight ? (
        <Inline nodes={node.children} shared={shared} />
      ) : (
        <Text style={PARAGRAPH}>
          <Inline nodes={node.children} shared={shared} />
        </Text>
      );
    // Nothing else is read (`readMarkdown`).
    default:
      return null;
  }
}

function Inline({ nodes, shared }: { nodes: readonly PhrasingContent[]; shared: SharedValues }): ReactNode {
  return nodes.map((node, i) => {
    switch (node.type) {
      case "text":
        return <Fragment key={i}>{broken(node.value, shared)}</Fragment>;
      case "strong":
        return (
          <strong key={i}>
            <Inline nodes={node.children} shared={shared} />
          </strong>
        );
      case "emphasis":
        return (
          <em key={i}>
            <Inline nodes={node.children} shared={shared} />
          </em>
        );
      case "link":
        return mayLinkTo(node.url) ? (
          <Link key={i} href={node.url} style={LINK}>
            <Inline nodes={node.children} shared={shared} />
          </Link>
        ) : (
          <Inline key={i} nodes={node.children} shared={shared} />
        );
      case "break":
        return <br key={i} />;
      default:
        return null;
    }
  });
}

/** A line break that was typed is one that is read. */
function broken(text: string, shared: SharedValues): ReactNode {
  return text.split("\n").map((lineOf, i) => (
    <Fragment key={i}>
      {i > 0 && <br />}
      {lineOf.split(PORTAL_URL).map((stretch, n) => (
        <Fragment key={n}>
          {n > 0 && (
            <Link href={shared["portal-url"]} style={LINK}>
              {shared["portal-url"]}
            </Link>
          )}
          {fill(stretch, shared)}
        </Fragment>
      ))}
    </Fragment>
  ));
}

/** Fill a text that has no marks of its own. An approved wording has known placeholders alone; a draft's unknown one stays as it is, so that its writer sees it. */
function fill(text: string, shared: SharedValues): string {
  return splitPlaceholders(text)
    .map((piece) => (typeof piece === "string" ? piece : valueOf(piece.placeholder, shared)))
    .join("");
}

/** Where to check the message, to be typed by hand: a link would be what fakes have. */
export function footOf(locale: Locale, shared: Pick<SharedValues, "portal-url">, reference: string): string {
  return translator(locale, "notices-mails")("foot", { url: checkAddress(bare(shared["portal-url"]), locale), reference });
}

function valueOf(name: string, shared: SharedValues): string {
  if ((personalPlaceholders as readonly string[]).includes(name)) return place(name as PersonalPlaceholder);
  return Object.hasOwn(shared, name) ? bare(shared[name as keyof SharedValues] ?? "") : `{{${name}}}`;
}

function bare(value: string): string {
  return value.replaceAll(/\p{Co}/gu, "");
}

function place(name: PersonalPlaceholder): string {
  return PLACE.open + name + PLACE.close;
}

/** Split a text with marked places into what is fixed and what is open. */
function splitPlaces(text: string): NoticePart[] {
  return text
    .split(PLACES)
    .map((piece, i): NoticePart => (i % 2 === 0 ? piece : { slot: piece as PersonalPlaceholder }))
    .filter((piece) => piece !== "");
}

/** Fill a single line, or a text message, and leave open what differs from person to person. */
export function renderPlain(text: string, shared: SharedValues): NoticePart[] {
  return splitPlaces(fill(text, shared));
}
