import { strFromU8, unzipSync } from "fflate";
import { manifestShape, type Manifest } from "../types";
import { sha256Hex } from "./pack-bundle";

/** A bundle of thousands of roles has a few megabytes. */
const MOST_BYTES = 256 * 2 ** 20;

export interface BundleVerdict {
  /** Null where there is none that can be read. */
  manifest: Manifest | null;
  /** SHA-256 of the manifest's bytes, hex: what the audit log holds. */
  manifestHash: string | null;
  /** What does not fit, in words for the terminal. None: every file is what the manifest says, and there is no other. */
  findings: string[];
}

/** Check a bundle against its own manifest, without database or network. That the manifest is the one of the campaign is for the audit log to say. */
export function verifyBundle(bytes: Uint8Array): BundleVerdict {
  const files = unpack(bytes);
  if (files === null) return { manifest: null, manifestHash: null, findings: ["This is no archive that can be read."] };
  const said = files["manifest.json"];
  const manifest = said ? readManifest(said) : null;
  if (!said || !manifest) return { manifest: null, manifestHash: null, findings: ["There is no manifest that can be read."] };
  const named = new Set(["manifest.json", ...manifest.files.map(({ name }) => name)]);
  const findings = [
    ...manifest.files.flatMap(({ name, bytes: length, sha256 }) => {
      const file = files[name];
      if (!file) return [`${name} is missing.`];
      return file.length === length && sha256Hex(file) === sha256 ? [] : [`${name} was changed.`];
    }),
    ...Object.keys(files).filter((name) => !named.has(name)).map((name) => `${JSON.stringify(name)} does not belong to it.`),
  ];
  return { manifest, manifestHash: sha256Hex(said), findings };
}

function unpack(bytes: Uint8Array): Record<string, Uint8Array> | null {
  let total = 0;
  let seen = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        total += originalSize;
        seen += 1;
        return total <= MOST_BYTES;
      },
    });
    // Two entries of one name, or more than fits, would leave something unread.
    return Object.keys(files).length === seen ? files : null;
  } catch {
    return null;
  }
}

function readManifest(bytes: Uint8Array): Manifest | null {
  try {
    return manifestShape.safeParse(JSON.parse(strFromU8(bytes))).data ?? null;
  } catch {
    return null;
  }
}
