import { Conflict } from "../../kernel/errors";

/** An element of a bank's file, as far as it is read here. Names are without prefixes. */
export interface XmlNode {
  name: string;
  line: number;
  text: string;
  attributes: Record<string, string>;
  children: XmlNode[];
}

/**
 * Read an XML file that came from outside. A document type is refused, and with it every entity of its own: none is expanded and nothing else is loaded. libxml2 bounds depth and size.
 * @throws {Conflict} answer-unreadable, with line and what is wrong
 */
export async function readXml(bytes: Buffer): Promise<{ namespace: string; root: XmlNode }> {
  const { ParseOption, XmlDocument, XmlElement } = await import("libxml2-wasm");
  const refuse = (line: number, what: string) => new Conflict("answer-unreadable", { line, what });
  let document: InstanceType<typeof XmlDocument>;
  try {
    document = XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NO_SYS_CATALOG | ParseOption.XML_PARSE_BIG_LINES });
  } catch (error) {
    const [first] = (error as { details?: { line: number; message: string }[] }).details ?? [];
    throw refuse(first?.line ?? 1, (first?.message ?? "XML").trim().slice(0, 120));
  }
  try {
    if (document.dtd) throw refuse(1, "DOCTYPE");
    const read = (element: InstanceType<typeof XmlElement>): XmlNode => {
      const children: XmlNode[] = [];
      for (let child = element.firstChild; child; child = child.next) if (child instanceof XmlElement) children.push(read(child));
      return { name: element.name, line: element.line, text: children.length === 0 ? element.content.trim() : "", attributes: Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])), children };
    };
    return { namespace: document.root.namespaceUri, root: read(document.root) };
  } finally {
    document.dispose();
  }
}

/** All elements at a path below one. */
export function nodesAt(node: XmlNode, path: string): XmlNode[] {
  return path.split("/").reduce((found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)), [node]);
}

/** The text at a path; empty where there is none. */
export function textAt(node: XmlNode, path: string): string {
  return nodesAt(node, path)[0]?.text ?? "";
}
