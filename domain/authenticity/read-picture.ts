import { Invalid } from "../kernel/errors";
import { cleanPicture, type Picture } from "../notices/signatory/clean-picture";
import { MOST_PICTURE } from "./rules";

/** Read an uploaded picture, known by its bytes alone, and leave out what is not the picture: a screenshot or photo says where and with what it was taken. @throws {Invalid} */
export function readPicture(bytes: Buffer): Pick<Picture, "type" | "bytes"> {
  if (bytes.length > MOST_PICTURE) throw new Invalid({ picture: ["picture-too-large"] });
  const picture = cleanPicture(bytes);
  if (!picture) throw new Invalid({ picture: ["picture-kind"] });
  return { type: picture.type, bytes: picture.bytes };
}
