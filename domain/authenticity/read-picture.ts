import type { PictureType } from "@/db/values/authenticity";
import { Invalid } from "../kernel/errors";
import { MOST_PICTURE } from "./rules";

/** The first bytes of the kinds of pictures that are taken, by which alone they are known: what a file is called says nothing. */
const KINDS: [PictureType, (bytes: Buffer) => boolean][] = [
  ["image/png", (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))],
  ["image/jpeg", (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ["image/webp", (bytes) => bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP"],
];

/** Read an uploaded picture as far as to know its kind. @throws {Invalid} */
export function readPicture(bytes: Buffer): { type: PictureType; bytes: Buffer } {
  if (bytes.length > MOST_PICTURE) throw new Invalid({ picture: ["picture-too-large"] });
  const type = KINDS.find(([, is]) => bytes.length > 16 && is(bytes))?.[0];
  if (!type) throw new Invalid({ picture: ["picture-kind"] });
  return { type, bytes };
}
