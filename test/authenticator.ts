import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import type { RelyingParty } from "@/domain/staff/passkeys/types";

interface Doing {
  challenge: string;
  /** What it says about where it was asked. */
  origin?: string;
  /** Whether it verified its person. */
  verified?: boolean;
  counter?: number;
}

/** A device with one passkey: a real P-256 key, and bytes as WebAuthn § 6.1 and § 6.5 lay them out. */
export class Authenticator {
  private readonly id = randomBytes(32);
  private readonly key: KeyObject;
  private readonly x: Buffer;
  private readonly y: Buffer;

  constructor(private readonly rp: RelyingParty) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    this.key = privateKey;
    [this.x, this.y] = [Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  }

  /** The answer to `navigator.credentials.create`, as JSON. */
  make(doing: Doing): string {
    const cose = Buffer.concat([Buffer.from("a5010203262001215820", "hex"), this.x, Buffer.from("225820", "hex"), this.y]);
    const attested = Buffer.concat([Buffer.alloc(16), uint16(this.id.length), this.id, cose]);
    const data = Buffer.concat([this.data(doing, 0x40), attested]);
    const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
    const object = Buffer.concat([Buffer.from([0xa3]), text("fmt"), text("none"), text("attStmt"), Buffer.from([0xa0]), text("authData"), Buffer.from([0x59]), uint16(data.length), data]);
    return this.answer({ clientDataJSON: clientData("webauthn.create", this.rp, doing).toString("base64url"), attestationObject: object.toString("base64url"), transports: ["internal"] });
  }

  /** The answer to `navigator.credentials.get`, as JSON. */
  show(doing: Doing): string {
    const [client, data] = [clientData("webauthn.get", this.rp, doing), this.data(doing, 0)];
    const signature = sign("sha256", Buffer.concat([data, createHash("sha256").update(client).digest()]), this.key);
    return this.answer({ clientDataJSON: client.toString("base64url"), authenticatorData: data.toString("base64url"), signature: signature.toString("base64url") });
  }

  private answer(response: object): string {
    const id = this.id.toString("base64url");
    return JSON.stringify({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response });
  }

  private data({ verified = true, counter = 1 }: Doing, flags: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([createHash("sha256").update(this.rp.id).digest(), Buffer.from([flags | 0x01 | (verified ? 0x04 : 0)]), count]);
  }
}

function clientData(type: string, rp: RelyingParty, { challenge, origin = rp.origin }: Doing): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
